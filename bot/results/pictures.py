"""Addresses of the pictures on cards: a data URI, or none."""

from base64 import b64encode
from collections.abc import Callable

from bot.photos.portrait import preview
from bot.photos.readings import Photo

PictureAddress = Callable[[Photo, int], str | None]


def inline(photo: Photo, pixels: int) -> str:
    """Return a data URI with a small square JPEG, `pixels` wide; blocks for some milliseconds.

    The picture is inside the card, so no server has to store it or give it out.
    """
    jpeg = preview(photo.data, pixels)
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")


def hidden(_photo: Photo, _pixels: int) -> None:
    """Return no picture, for clients that drop data URIs; every card makes sense without one."""
