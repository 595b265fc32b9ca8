"""The pictures that stand in where nobody has uploaded a photo."""

import hashlib
import io

from PIL import Image, ImageDraw, ImageFont

_FLAT = ("#5b5fc7", "#0f6c6c", "#8a3b73", "#9a4a14", "#38702f", "#2f5d9b", "#7a4fa3", "#a23b45")


def silhouette(size: int = 240) -> bytes:
    """Return a JPEG of the grey default person, `size` pixels square."""
    edge = size * 4
    image = Image.new("RGB", (edge, edge), "#dcdcdc")
    pen = ImageDraw.Draw(image)
    pen.ellipse([edge * part for part in (0.325, 0.19, 0.675, 0.54)], fill="#9b9b9b")
    pen.ellipse([edge * part for part in (0.17, 0.61, 0.83, 1.5)], fill="#9b9b9b")
    return _jpeg(image.resize((size, size), Image.Resampling.LANCZOS))


def initials(text: str, size: int = 240) -> bytes:
    """Return a PNG of white letters on a flat colour chosen by `text`, `size` pixels square."""
    choice = hashlib.sha256(text.encode()).digest()[0] % len(_FLAT)
    image = Image.new("RGB", (size, size), _FLAT[choice])
    font = ImageFont.load_default(size * (0.42 if len(text) < 3 else 0.3))
    ImageDraw.Draw(image).text((size / 2, size / 2), text, "white", font, anchor="mm")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()
