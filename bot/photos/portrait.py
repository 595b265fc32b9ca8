"""Cut square JPEGs: profile photos, SharePoint's thumbnails, and previews for cards."""

import io
from dataclasses import dataclass, field
from enum import Enum

from PIL import Image, ImageOps

from bot.photos.decode import NotAPicture, decode
from bot.photos.picture import Picture, read_picture
from bot.photos.readings import Size

# Pixels of the shorter side. The least is that of SharePoint's largest thumbnail.
MIN_PIXELS = 200
# The largest size that Graph has a name for: docs/photo-sync.md, "Sizes".
GOOD_PIXELS = 648
# Twice that; even noise of this size makes a JPEG below Graph's limit of 4 MB.
MAX_PIXELS = 1296


class Unsuitable(Enum):
    """Reasons why a picture can't be a profile photo."""

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
    decoded = decode(data, at_least=MAX_PIXELS)
    if isinstance(decoded, NotAPicture):
        return decoded
    side = min(decoded.width, decoded.height)
    if side < MIN_PIXELS:
        return Unsuitable.TOO_SMALL
    jpeg = _square_jpeg(decoded.image, min(side, MAX_PIXELS), quality=92)
    picture = read_picture(jpeg)
    if isinstance(picture, NotAPicture):
        return picture
    # The square is judged and not the upload: the middle of a picture can be blank.
    if picture.placeholder:
        return Unsuitable.PLACEHOLDER
    return Portrait(jpeg, picture.width, picture)


def thumbnails(data: bytes) -> dict[str, bytes]:
    """Cut SharePoint's thumbnails: square JPEGs, upright, without metadata, by S, M and L.

    Raises ValueError with the name of a NotAPicture.
    """
    image = _upright(data, max(size.pixels for size in Size))
    return {size.value: _square_jpeg(image, size.pixels, quality=95) for size in Size}


def preview(data: bytes, pixels: int) -> bytes:
    """Cut a small square JPEG for a card; raises ValueError with the name of a NotAPicture."""
    return _square_jpeg(_upright(data, pixels), pixels, quality=85)


def _upright(data: bytes, pixels: int) -> Image.Image:
    decoded = decode(data, at_least=2 * pixels)
    if isinstance(decoded, NotAPicture):
        raise ValueError(decoded.name)
    return decoded.image


def _square_jpeg(image: Image.Image, pixels: int, quality: int) -> bytes:
    square = ImageOps.fit(image, (pixels, pixels), Image.Resampling.LANCZOS)
    jpeg = io.BytesIO()
    square.save(jpeg, "JPEG", quality=quality, optimize=True)
    return jpeg.getvalue()
