"""Makes the pictures that are written to SharePoint, and those that cards show."""

import io

from PIL import Image, ImageOps

from bot.photos.decode import NotAPicture, decode

PIXELS = {"S": 48, "M": 72, "L": 200}


def thumbnails(data: bytes) -> dict[str, bytes]:
    """Square JPEGs of 48, 72 and 200 pixels, upright, cut from the middle, without metadata.

    Raises ValueError with the name of a NotAPicture.
    """
    image = _upright(data, max(PIXELS.values()))
    return {size: _square(image, pixels, quality=95) for size, pixels in PIXELS.items()}


def preview(data: bytes, pixels: int) -> bytes:
    """A small square JPEG for a card; raises ValueError with the name of a NotAPicture."""
    return _square(_upright(data, pixels), pixels, quality=85)


def _upright(data: bytes, pixels: int) -> Image.Image:
    decoded = decode(data, at_least=2 * pixels)
    if isinstance(decoded, NotAPicture):
        raise ValueError(decoded.name)
    return decoded.image


def _square(image: Image.Image, pixels: int, quality: int) -> bytes:
    small = ImageOps.fit(image, (pixels, pixels), Image.Resampling.LANCZOS)
    jpeg = io.BytesIO()
    small.save(jpeg, "JPEG", quality=quality, optimize=True)
    return jpeg.getvalue()
