"""Draws the pictures of the roster, and remembers them because a portrait takes long to draw."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from itertools import repeat
from multiprocessing import get_context
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

    def drawn(picture: Picture) -> bytes:
        file = _file(picture, folder)
        if not file.exists():
            unfinished = file.with_suffix(".part")
            unfinished.write_bytes(draw(picture))
            unfinished.replace(file)
        return file.read_bytes()

    return drawn


def draw_beforehand(pictures: Iterable[Picture], folder: Path) -> None:
    """Draw with every processor what the folder has not got yet."""
    missing = [picture for picture in pictures if not _file(picture, folder).exists()]
    if missing:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
            list(processes.map(_remember, missing, repeat(folder)))


def _remember(picture: Picture, folder: Path) -> None:
    remembered(draw, folder)(picture)


def _file(picture: Picture, folder: Path) -> Path:
    name = sha256(f"{_style()} {picture}".encode()).hexdigest()[:24]
    return folder / f"{name}.jpg"


@cache
def _style() -> str:
    """Another one whenever the code that draws is another one."""
    source = Path(simulation.photographs.__file__).parent
    digest = sha256()
    for file in sorted(source.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
