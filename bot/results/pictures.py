"""Addresses of the pictures on cards: a data URI, or none."""

from base64 import b64encode
from collections.abc import Callable

PictureAddress = Callable[[bytes], str | None]


def inline(jpeg: bytes) -> str:
    """Return a data URI with a small JPEG.

    The picture is inside the card, so no server has to store it or give it out.
    """
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")


def hidden(_jpeg: bytes) -> None:
    """Return no picture, for clients that drop data URIs; every card makes sense without one."""
