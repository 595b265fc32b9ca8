"""Photographs for scenarios; a portrait takes a second to draw, so two make do for everybody."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageOps

from simulation.people import Picture, Portrait
from simulation.photographs import photograph, silhouette

PHOTOS = (Portrait(0), Portrait(0, shot=1), Portrait(1), Portrait(1, shot=1))


@cache
def drawn(picture: Picture) -> bytes:
    """One of two sitters, looking the other way on the second shot; or the grey figure."""
    if not isinstance(picture, Portrait):
        return silhouette(648)
    return _photograph(picture.sitter % 2, mirrored=bool(picture.shot))


@cache
def _photograph(sitter: int, *, mirrored: bool) -> bytes:
    if not mirrored:
        return photograph(sitter)
    written = BytesIO()
    with Image.open(BytesIO(_photograph(sitter, mirrored=False))) as image:
        ImageOps.mirror(image).save(written, "JPEG", quality=92)
    return written.getvalue()
