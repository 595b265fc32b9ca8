"""Where a card finds the pictures that it shows."""

from base64 import b64encode
from collections.abc import Callable

from bot.photos.portrait import preview
from bot.photos.readings import Photo

PictureAddress = Callable[[Photo, int], str | None]


def inline(photo: Photo, pixels: int) -> str:
    """A data URI with a small JPEG, `pixels` wide and high; nothing is stored anywhere."""
    jpeg = preview(photo.data, pixels)
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")


def hidden(_photo: Photo, _pixels: int) -> None:
    """No picture at all, for clients that drop data URIs; every card makes sense without."""
