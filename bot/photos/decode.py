"""Decode any bytes to upright RGB pixels, or tell why they are no picture."""

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import Enum
from threading import Lock

from PIL import ExifTags, Image, ImageCms
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

# Graph takes 4 MB and SharePoint 5,000,000 bytes; people may send more, to be cut and scaled.
MAX_BYTES = 16 * 1024 * 1024
# Phones make JPEGs of 48 megapixels, which draft mode decodes smaller than they are.
MAX_PIXELS = 50_000_000
# A decoded pixel costs up to sixteen bytes of memory, so large pictures take turns.
MAX_DECODED_PIXELS = 25_000_000
LARGE_PIXELS = 4_000_000
LARGE_LOCK = Lock()
_REDUCIBLE_MODES = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
_SIXTEEN_BIT_MODES = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
# What turns a picture upright, by its EXIF orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})
# `catch_warnings` changes the whole process, and pictures are read in several threads.
_WARNINGS_LOCK = Lock()


class NotAPicture(Enum):
    """Reasons why bytes can't be decoded to a picture."""

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
    signature: re.Pattern[bytes]
    file: Callable[[io.BytesIO], ImageFile]


# Security: uploads are untrusted, and Pillow would try dozens of decoders on them. These five are
# chosen by signature alone.
_FORMATS = (
    _Format("jpeg", re.compile(rb"\xff\xd8\xff"), JpegImageFile),
    _Format("png", re.compile(rb"\x89PNG\r\n\x1a\n"), PngImageFile),
    _Format("gif", re.compile(rb"GIF8[79]a"), GifImageFile),
    _Format("bmp", re.compile(rb"BM.{4}\0{4}", re.DOTALL), BmpImageFile),
    _Format("webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL), WebPImageFile),
)


def decode(data: bytes, at_least: int | None = None) -> Decoded | NotAPicture:
    """Decode the first frame; never raises.

    With `at_least` the image may be reduced, to no fewer pixels than this on its short side.
    """
    if not data:
        return NotAPicture.EMPTY
    if len(data) > MAX_BYTES:
        return NotAPicture.TOO_LARGE
    found = next((known for known in _FORMATS if known.signature.match(data)), None)
    if found is None:
        return NotAPicture.NOT_AN_IMAGE
    try:
        return _decoded(found, data, at_least)
    except Exception:  # noqa: BLE001 - decoders raise whatever damaged bytes make them raise
        return NotAPicture.TRUNCATED


def _decoded(found: _Format, data: bytes, at_least: int | None) -> Decoded | NotAPicture:
    with _without_warnings():
        image = found.file(io.BytesIO(data))
    width, height = image.size
    if at_least:
        # JPEGs alone are decoded at a half, a quarter or an eighth, in a fraction of the time.
        image.draft("RGB", (at_least, at_least))
    pixels = width * height
    if pixels > MAX_PIXELS or image.width * image.height > MAX_DECODED_PIXELS:
        return NotAPicture.TOO_LARGE
    with LARGE_LOCK if pixels > LARGE_PIXELS else nullcontext():
        upright, orientation = _upright(image, at_least)
    if orientation in _SIDEWAYS:
        width, height = height, width
    return Decoded(upright, width, height, found.kind)


def _upright(image: Image.Image, at_least: int | None) -> tuple[Image.Image, int]:
    """Return the upright pixels and the EXIF orientation that they had."""
    # Before the metadata are read: PNG and WebP may hold them after the pixels.
    image.load()
    orientation = _orientation(image)
    colours = in_srgb(_rgb(_reduced(image, at_least)), image.info.get("icc_profile"))
    turn = _TURNS.get(orientation)
    return (colours if turn is None else colours.transpose(turn)), orientation


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Silence Pillow's warnings of damaged metadata, on which nothing here depends."""
    with _WARNINGS_LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _orientation(image: Image.Image) -> int:
    try:
        with _without_warnings():
            return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a picture with broken metadata is still a picture
        return 1


def _reduced(image: Image.Image, at_least: int | None) -> Image.Image:
    factor = min(image.size) // at_least if at_least else 1
    # Averages of palette indices, or of a colour that stands for "transparent", mean nothing.
    averaged = image.mode in _REDUCIBLE_MODES and "transparency" not in image.info
    return image.reduce(factor) if factor > 1 and averaged else image


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in _SIXTEEN_BIT_MODES:
        # `convert` alone would clip sixteen bits to eight instead of scaling them.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    # The JPEGs that are made of it know no transparency.
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert an RGB picture from its ICC profile to sRGB; a broken profile is ignored.

    Phones photograph in Display P3, and services strip the profile from what they store: without
    this, one photo would be compared in two colour spaces.
    """
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in (source.profile.profile_description or ""):
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image
