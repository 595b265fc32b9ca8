"""Makes the pictures that are written to SharePoint, and those that cards show."""

import io

from PIL import Image, ImageOps

from bot.photos.decode import NotAPicture, decode

PIXELS = {"S": 48, "M": 72, "L": 200}


def thumbnails(data: bytes) -> dict[str, bytes]:
    """Square JPEGs of 48, 72 and 200 pixels, upright, cut from the middle, without metadata.

    Raises ValueError for bytes that are not a picture.
    """
    image = _upright(data)
    return {size: _square(image, pixels, quality=95) for size, pixels in PIXELS.items()}


def preview(data: bytes, pixels: int) -> bytes:
    """A small square JPEG for a card; raises ValueError for bytes that are not a picture."""
    return _square(_upright(data), pixels, quality=85)


def _upright(data: bytes) -> Image.Image:
    decoded = decode(data)
    if isinstance(decoded, NotAPicture):
        raise ValueError(f"not a picture: {decoded.value}")
    return decoded.image


def _square(image: Image.Image, pixels: int, quality: int) -> bytes:
    small = ImageOps.fit(image, (pixels, pixels), Image.Resampling.LANCZOS)
    jpeg = io.BytesIO()
    small.save(jpeg, "JPEG", quality=quality, optimize=True)
    return jpeg.getvalue()
