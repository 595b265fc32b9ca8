"""Addresses of the pictures on cards: a data URI, a sealed address (bot/pictures/), or none."""

from base64 import b64encode
from collections.abc import Callable

from bot.photos.readings import Photo, Size
from bot.use_cases.check import CheckResult

# Of a small JPEG in memory.
PictureAddress = Callable[[bytes], str | None]
# Of somebody's photo as it was read: object id, size of the thumbnail, photo.
SealedAddress = Callable[[str, Size | None, Photo], str | None]
# Of a copy that a check read: None where there is no picture, or it is not shown.
CopyAddress = Callable[[CheckResult, Size | None], str | None]


def inline(jpeg: bytes) -> str:
    """Return a data URI with a small JPEG.

    The picture is inside the card, so no server has to store it or give it out.
    """
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")


def hidden(_jpeg: bytes) -> None:
    """Return no picture; every card makes sense without one."""
