"""What decoding a file needs of it, and what that costs at most: known before it is decoded."""

import struct
from dataclasses import dataclass, field
from enum import Enum

# A decoded pixel, as Pillow keeps it: RGB takes as much as RGBA.
PIXEL_BYTES = 4
# Pillow's pixels of a picture, and what its decoder holds beside them.
MAX_MEMORY_BYTES = 105_000_000
_ORIENTATION = 0x0112
_SHORT = 3
_MAX_ENTRIES = 1000
_BYTE_ORDERS = {b"II": "<", b"MM": ">"}


class NotAPicture(Enum):
    """Reasons why bytes can't be decoded to a picture.

    COMPLEX: the file takes more steps to be read than any program needs that saves pictures.
    """

    EMPTY = "empty"
    NOT_AN_IMAGE = "not_an_image"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    COMPLEX = "complex"


class Refused(Exception):
    """A file that is not to be decoded; `why` says for which reason."""

    def __init__(self, why: NotAPicture) -> None:
        super().__init__(why.name)
        self.why = why


@dataclass(frozen=True)
class PictureFile:
    """A file without what decoding does not need.

    Attributes:
        data: a file of the same format; metadata may be left out.
        width: pixels, as stored.
        height: pixels, as stored.
        pixel_bytes: memory that decoding takes for each pixel of the result.
        more_bytes: memory that decoding takes besides, whatever the size of the result.
        steps: how often one of its pixels is decoded, all together.
        orientation: how it lies, by EXIF: 1 is upright.
        profile: its ICC profile; where it is None, Pillow may find one.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    pixel_bytes: int = PIXEL_BYTES
    more_bytes: int = 0
    steps: int = 0
    orientation: int = 1
    profile: bytes | None = field(default=None, repr=False)


def orientation_in(exif: bytes) -> int:
    """Return the orientation that EXIF names, 1 where it names none that is known.

    Pillow would read every other tag too, and one file can hold thousands of references to it all.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = _BYTE_ORDERS.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for number in range(min(count, _MAX_ENTRIES)):
            entry = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * number)
            if entry[:2] == (_ORIENTATION, _SHORT):
                return int(entry[3])
    except struct.error:
        pass
    return 1
