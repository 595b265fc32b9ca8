"""Decoding, scaling and encoding: what the services do to every picture."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

GRAPH_SIDES = (48, 64, 96, 120, 240, 360, 432, 504, 648)
THUMBNAIL_SIDES = {"S": 48, "M": 72, "L": 200}


class NotAPicture(ValueError):
    """Bytes that are no readable JPEG, PNG, GIF or BMP."""


def decode(picture: bytes) -> Image.Image:
    """Return the pixels, upright and in RGB. Raises NotAPicture."""
    try:
        with Image.open(BytesIO(picture), formats=("JPEG", "PNG", "GIF", "BMP")) as image:
            return ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as broken:
        raise NotAPicture(str(broken)) from broken


def encode(image: Image.Image, quality: int = 85) -> bytes:
    """Return a JPEG without metadata."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    written = BytesIO()
    clean.save(written, "JPEG", quality=quality)
    return written.getvalue()


@lru_cache(maxsize=512)
def square(picture: bytes, side: int) -> bytes:
    """Return a JPEG of side x side pixels, cropped from the middle. Raises NotAPicture."""
    return encode(ImageOps.fit(decode(picture), (side, side), Image.Resampling.LANCZOS), 80)
