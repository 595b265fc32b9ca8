"""`python -m bot compare A B`: two image files, the same or not."""

from pathlib import Path
from typing import Any

from bot.commands.outcome import Outcome
from bot.photos.compare import compare
from bot.photos.picture import NotAPicture, read_picture


def compare_files(one: Path, other: Path) -> Outcome:
    """Compare two files; it can't be done where one is missing or not a picture."""
    found: dict[str, Any] = {"a": str(one), "b": str(other)}
    pictures = []
    for path in (one, other):
        try:
            picture = read_picture(path.read_bytes())
        except OSError as error:
            return Outcome.failed(found, f"{path}: {error.strerror}")
        if isinstance(picture, NotAPicture):
            return Outcome.failed(found, f"{path}: not a picture ({picture.name.lower()})")
        pictures.append(picture)
    comparison = compare(*pictures)
    found |= {"likeness": comparison.likeness.value, "distance": comparison.distance}
    text = f"{comparison.likeness.value} (distance {comparison.distance:.3f})"
    return Outcome(0, found, (text,))
