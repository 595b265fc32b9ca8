"""Cut square JPEGs: profile photos, and SharePoint's thumbnails."""

import io
from dataclasses import dataclass, field
from enum import Enum

from PIL import Image, ImageOps

from bot.photos.decode import NotAPicture, decode
from bot.photos.picture import Picture, preview_of, read_picture
from bot.photos.readings import Size

# Pixels of the shorter side. The least is that of SharePoint's largest thumbnail.
MIN_PIXELS = 200
# The largest size that Graph has a name for: docs/photo-sync.md, "Sizes".
GOOD_PIXELS = 648
# Twice that; even noise of this size makes a JPEG below Graph's limit of 4 MB.
MAX_PIXELS = 1296
PREVIEW_PIXELS = 200


class Unsuitable(Enum):
    """Reasons why a picture can't be a profile photo."""

    TOO_SMALL = "too_small"
    PLACEHOLDER = "placeholder"


@dataclass(frozen=True)
class Portrait:
    """A square JPEG, `pixels` wide and high, cut from the middle, upright, without metadata.

    `preview` is a smaller one, which the card shows that asks about it.
    """

    jpeg: bytes = field(repr=False)
    pixels: int
    picture: Picture
    preview: bytes = field(repr=False)


def portrait(data: bytes) -> Portrait | Unsuitable | NotAPicture:
    """Cut a picture to a square of 200 to 1296 pixels; never raises."""
    decoded = decode(data, MAX_PIXELS, max_ratio=1)
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
    return Portrait(jpeg, picture.width, picture, preview_of(decoded.image, PREVIEW_PIXELS))


def thumbnails(data: bytes) -> dict[str, bytes]:
    """Cut SharePoint's thumbnails: square JPEGs, upright, without metadata, by S, M and L.

    Raises ValueError with the name of a NotAPicture.
    """
    decoded = decode(data, 2 * max(size.pixels for size in Size), max_ratio=1)
    if isinstance(decoded, NotAPicture):
        raise ValueError(decoded.name)
    return {size.value: _square_jpeg(decoded.image, size.pixels, quality=95) for size in Size}


def _square_jpeg(image: Image.Image, pixels: int, quality: int) -> bytes:
    square = ImageOps.fit(image, (pixels, pixels), Image.Resampling.LANCZOS)
    jpeg = io.BytesIO()
    square.save(jpeg, "JPEG", quality=quality, optimize=True)
    return jpeg.getvalue()
