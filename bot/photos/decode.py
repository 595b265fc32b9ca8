"""Any bytes to upright RGB pixels, or to the reason why not."""

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import Enum
from threading import Lock

from PIL import ExifTags, Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from bot.photos.colour import in_srgb

# Graph takes 4 MB and SharePoint 5,000,000 bytes; nothing larger is stored.
MOST_BYTES = 16 * 1024 * 1024
# Phones make JPEGs of 48 megapixels, which are decoded smaller than they are.
MOST_PIXELS = 50_000_000
# Every pixel that is decoded costs up to sixteen bytes of memory, so large pictures take turns.
MOST_DECODED = 25_000_000
LARGE = 4_000_000
ONE_LARGE_AT_A_TIME = Lock()
_AVERAGED = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
_SIXTEEN_BITS = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = frozenset({5, 6, 7, 8})
# `catch_warnings` changes the whole process, and pictures are read in several threads.
_ONE_AT_A_TIME = Lock()


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


@dataclass(frozen=True)
class _Format:
    kind: str
    beginning: re.Pattern[bytes]
    file: Callable[[io.BytesIO], ImageFile]


_FORMATS = (
    _Format("jpeg", re.compile(rb"\xff\xd8\xff"), JpegImageFile),
    _Format("png", re.compile(rb"\x89PNG\r\n\x1a\n"), PngImageFile),
    _Format("gif", re.compile(rb"GIF8[79]a"), GifImageFile),
    _Format("bmp", re.compile(rb"BM.{4}\0{4}", re.DOTALL), BmpImageFile),
    _Format("webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL), WebPImageFile),
)


def decode(data: bytes, at_least: int | None = None) -> Decoded | NotAPicture:
    """Decode the first frame; never raises.

    `at_least` allows pixels to be decoded smaller, to no fewer than this on the short side.
    """
    if not data:
        return NotAPicture.EMPTY
    if len(data) > MOST_BYTES:
        return NotAPicture.TOO_LARGE
    found = next((known for known in _FORMATS if known.beginning.match(data)), None)
    if found is None:
        return NotAPicture.NOT_AN_IMAGE
    try:
        return _decoded(found, data, at_least)
    except Exception:  # noqa: BLE001 - decoders raise whatever damaged bytes make them raise
        return NotAPicture.TRUNCATED


def _decoded(found: _Format, data: bytes, at_least: int | None) -> Decoded | NotAPicture:
    with _quietly():
        image = found.file(io.BytesIO(data))
    width, height = image.size
    if at_least:
        image.draft("RGB", (at_least, at_least))
    pixels = width * height
    if pixels > MOST_PIXELS or image.width * image.height > MOST_DECODED:
        return NotAPicture.TOO_LARGE
    with ONE_LARGE_AT_A_TIME if pixels > LARGE else nullcontext():
        upright, orientation = _upright(image, at_least)
    if orientation in _LYING:
        width, height = height, width
    return Decoded(upright, width, height, found.kind)


def _upright(image: Image.Image, at_least: int | None) -> tuple[Image.Image, int]:
    """The pixels, and how they were turned; what comes after the pixels may say so."""
    image.load()
    orientation = _orientation(image)
    colours = in_srgb(_rgb(_reduced(image, at_least)), image.info.get("icc_profile"))
    return _turned(colours, orientation), orientation


@contextmanager
def _quietly() -> Iterator[None]:
    """Pillow warns of damage in metadata that nothing here depends on."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _orientation(image: Image.Image) -> int:
    try:
        with _quietly():
            return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a picture with broken metadata is still a picture
        return 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _reduced(image: Image.Image, at_least: int | None) -> Image.Image:
    factor = min(image.size) // at_least if at_least else 1
    # Averages of palette numbers, or of a colour that stands for "transparent", mean nothing.
    averaged = image.mode in _AVERAGED and "transparency" not in image.info
    return image.reduce(factor) if factor > 1 and averaged else image


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in _SIXTEEN_BITS:
        # `convert` alone would clip them.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")
