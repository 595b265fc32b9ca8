"""Decoding, scaling and encoding: what the services do to every picture."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

GRAPH_SIDES = (48, 64, 96, 120, 240, 360, 432, 504, 648)
THUMBNAIL_SIDES = {"S": 48, "M": 72, "L": 200}


class NotAPicture(ValueError):
    """Bytes that are no readable JPEG, PNG, GIF or BMP."""


def decode(picture: bytes) -> Image.Image:
    """Return the pixels, upright and in RGB, with black where they are transparent.

    Raises NotAPicture.
    """
    image = decode_transparent(picture)
    if image.mode == "RGB":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "black"), image).convert("RGB")


def decode_transparent(picture: bytes) -> Image.Image:
    """Return the pixels, upright, in RGBA if some are transparent, else in RGB.

    Raises NotAPicture.
    """
    try:
        with Image.open(BytesIO(picture), formats=("JPEG", "PNG", "GIF", "BMP")) as image:
            upright = ImageOps.exif_transpose(image)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as broken:
        raise NotAPicture(str(broken)) from broken


def encode(image: Image.Image, quality: int = 85) -> bytes:
    """Return a JPEG without metadata, or a PNG of what is transparent."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    written = BytesIO()
    if image.mode == "RGBA":
        clean.save(written, "PNG")
    else:
        clean.save(written, "JPEG", quality=quality)
    return written.getvalue()


@lru_cache(maxsize=512)
def square(picture: bytes, side: int) -> bytes:
    """Return a JPEG of side x side pixels, cropped from the middle. Raises NotAPicture."""
    return encode(ImageOps.fit(decode(picture), (side, side), Image.Resampling.LANCZOS), 80)
