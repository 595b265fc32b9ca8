"""Draws the pictures of the roster, and remembers them because a portrait takes half a second."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import simulation.photographs
from simulation.people import Picture, Portrait
from simulation.photographs import photograph, silhouette

Draw = Callable[[Picture], bytes]


def draw(picture: Picture) -> bytes:
    """The picture as a JPEG."""
    if isinstance(picture, Portrait):
        return photograph(picture.sitter, picture.shot, wall=picture.wall)
    return silhouette(648)


def remembered(draw: Draw, folder: Path) -> Draw:
    """The same, but what was drawn before is read from the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    style = _style()

    def drawn(picture: Picture) -> bytes:
        name = sha256(f"{style} {picture}".encode()).hexdigest()[:24]
        file = folder / f"{name}.jpg"
        if not file.exists():
            unfinished = file.with_suffix(".part")
            unfinished.write_bytes(draw(picture))
            unfinished.replace(file)
        return file.read_bytes()

    return drawn


def _style() -> str:
    """Another one whenever the code that draws is another one."""
    source = Path(simulation.photographs.__file__).parent
    digest = sha256()
    for file in sorted(source.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
