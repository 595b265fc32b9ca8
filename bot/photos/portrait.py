"""Makes the square picture that becomes somebody's profile photo."""

import io
from dataclasses import dataclass, field
from enum import Enum

from PIL import Image, ImageOps

from bot.photos.decode import Decoded, NotAPicture, decode
from bot.photos.picture import Picture, read_picture

LEAST_PIXELS = 200
"""Of the shorter side: what SharePoint's largest thumbnail has."""
GOOD_PIXELS = 648
"""The largest size that Microsoft 365 gives a name (photo-sync.md §3.1)."""
MOST_PIXELS = 1296


class Unsuitable(Enum):
    """Why a picture can't be a profile photo."""

    TOO_SMALL = "too_small"
    PLACEHOLDER = "placeholder"


@dataclass(frozen=True)
class Portrait:
    """A square JPEG, `pixels` wide and high, cut from the middle, upright, without metadata."""

    jpeg: bytes = field(repr=False)
    pixels: int
    picture: Picture


def portrait(data: bytes) -> Portrait | Unsuitable | NotAPicture:
    """Cut a picture to a square of 200 to 1296 pixels; never raises."""
    decoded = decode(data, at_least=MOST_PIXELS)
    if isinstance(decoded, NotAPicture):
        return decoded
    side = min(decoded.width, decoded.height)
    if side < LEAST_PIXELS:
        return Unsuitable.TOO_SMALL
    jpeg = _square(decoded, min(side, MOST_PIXELS))
    picture = read_picture(jpeg)
    if isinstance(picture, NotAPicture):
        return picture
    if picture.placeholder:
        return Unsuitable.PLACEHOLDER
    return Portrait(jpeg, picture.width, picture)


def _square(decoded: Decoded, pixels: int) -> bytes:
    square = ImageOps.fit(decoded.image, (pixels, pixels), Image.Resampling.LANCZOS)
    jpeg = io.BytesIO()
    square.save(jpeg, "JPEG", quality=92, optimize=True)
    return jpeg.getvalue()
