"""`python -m bot compare A B`: do two image files show the same photo?"""

from pathlib import Path
from typing import Any

from bot.commands.result import CommandResult
from bot.photos.compare import compare
from bot.photos.decode import MAX_BYTES
from bot.photos.picture import NotAPicture, read_picture


def compare_files(first: Path, second: Path) -> CommandResult:
    """Compare two files; fails where one can't be read or isn't a picture."""
    found: dict[str, Any] = {"a": str(first), "b": str(second)}
    pictures = []
    for path in (first, second):
        try:
            with path.open("rb") as file:
                # A device may have no end; what is larger is refused as it is.
                picture = read_picture(file.read(MAX_BYTES + 1))
        except OSError as error:
            return CommandResult.failed(found, f"{path}: {error.strerror}")
        if isinstance(picture, NotAPicture):
            return CommandResult.failed(found, f"{path}: not a picture ({picture.name.lower()})")
        pictures.append(picture)
    comparison = compare(*pictures)
    found |= {"likeness": comparison.likeness.value, "distance": comparison.distance}
    text = f"{comparison.likeness.value} (distance {comparison.distance:.3f})"
    return CommandResult(found, (text,))
