"""Any bytes to upright RGB pixels, or to the reason why not."""

import io
from dataclasses import dataclass
from enum import Enum

from PIL import ExifTags, Image, ImageOps

# Graph takes 4 MB and SharePoint 5,000,000 bytes (photo-sync.md §1, §2.4).
MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 64_000_000
_KINDS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "GIF": "gif", "BMP": "bmp", "WEBP": "webp"}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_LYING = frozenset({5, 6, 7, 8})


class NotAPicture(Enum):
    """Why bytes are not a picture."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not_an_image"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Decoded:
    """Upright RGB pixels; `width` and `height` are the picture's own, `image` may be reduced."""

    image: Image.Image
    width: int
    height: int
    kind: str


def decode(data: bytes, at_least: int | None = None) -> Decoded | NotAPicture:
    """Decode the first frame; never raises.

    `at_least` allows a JPEG to be decoded smaller, to no fewer pixels than this on a side.
    """
    if not data:
        return NotAPicture.EMPTY
    if len(data) > MOST_BYTES:
        return NotAPicture.TOO_LARGE
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(_KINDS))
    except _BOMBS:
        return NotAPicture.TOO_LARGE
    except Exception:  # noqa: BLE001 - decoders raise whatever strange bytes make them raise
        return NotAPicture.NOT_AN_IMAGE
    with image:
        return _load(image, at_least)


def _load(image: Image.Image, at_least: int | None) -> Decoded | NotAPicture:
    width, height = image.size
    kind = _KINDS[image.format or ""]
    if width * height > MOST_PIXELS:
        return NotAPicture.TOO_LARGE
    try:
        if at_least:
            image.draft("RGB", (at_least, at_least))
        image.load()
        orientation = _orientation(image)
        upright = _rgb(_turned(image, orientation))
    except Exception:  # noqa: BLE001 - decoders raise whatever strange bytes make them raise
        return NotAPicture.TRUNCATED
    if orientation in _LYING:
        width, height = height, width
    return Decoded(upright, width, height, kind)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a picture with broken metadata is still a picture
        return 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    return ImageOps.exif_transpose(image) if orientation != 1 else image


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # 16 bits a pixel; `convert` alone would clip them.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")
