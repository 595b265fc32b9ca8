"""Decode any bytes to upright RGB pixels, or tell why they are no picture."""

import io
from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageCms

from bot.photos.file_formats import FORMATS, MAX_PROFILE_BYTES, Format
from bot.photos.picture_file import (
    MAX_MEMORY_BYTES,
    PIXEL_BYTES,
    NotAPicture,
    PictureFile,
    Refused,
    orientation_in,
)

__all__ = ["Decoded", "NotAPicture", "decode", "in_srgb", "is_small"]

# Graph takes 4 MB and SharePoint 5,000,000 bytes; people may send more, to be cut and scaled.
MAX_BYTES = 16 * 1024 * 1024
# Phones make JPEGs of 48 megapixels, which draft mode decodes smaller than they are.
MAX_PIXELS = 50_000_000
MAX_DECODED_PIXELS = 25_000_000
# What decodes in a few milliseconds, as every picture that Graph and SharePoint make does.
_SMALL_BYTES = 512 * 1024
_SMALL_STEPS = 1_000_000
# Rows are made RGB and reduced this many pixels at a time, so that a large picture is RGB once.
_BAND_PIXELS = 250_000
# No portrait is longer: a strip beyond this is squeezed.
_MAX_RATIO = 8
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


@dataclass(frozen=True)
class Decoded:
    """Upright RGB pixels; `width` and `height` are the picture's own, `image` may be reduced."""

    image: Image.Image
    width: int
    height: int
    kind: str


def decode(data: bytes, at_least: int, *, max_ratio: float | None = None) -> Decoded | NotAPicture:
    """Decode the first frame; never raises. What it costs is bounded before it begins.

    The image may be reduced, to no fewer pixels than `at_least` on its short side. A long strip is
    squeezed, or, with `max_ratio`, loses its ends: its long side is then at most so many times as
    long as the short one.
    """
    try:
        found, file = _read(data)
        return _decoded(found, file, at_least, max_ratio)
    except Refused as refused:
        return refused.why
    except Exception:  # noqa: BLE001 - decoders raise whatever damaged bytes make them raise
        return NotAPicture.TRUNCATED


def is_small(data: bytes) -> bool:
    """Tell whether bytes are decoded, or refused, within some milliseconds."""
    try:
        _, file = _read(data)
    except Refused:
        return True
    return len(file.data) <= _SMALL_BYTES and file.steps <= _SMALL_STEPS


def _read(data: bytes) -> tuple[Format, PictureFile]:
    if not data:
        raise Refused(NotAPicture.EMPTY)
    if len(data) > MAX_BYTES:
        raise Refused(NotAPicture.TOO_LARGE)
    found = next((known for known in FORMATS if known.signature.match(data)), None)
    if found is None:
        raise Refused(NotAPicture.NOT_AN_IMAGE)
    file = found.read(data)
    if file.width * file.height > MAX_PIXELS:
        raise Refused(NotAPicture.TOO_LARGE)
    return found, file


def _decoded(found: Format, file: PictureFile, at_least: int, max_ratio: float | None) -> Decoded:
    if not found.is_scaled:
        # A WebP takes memory for its pixels when it is opened.
        _check_memory(file, (file.width, file.height), at_least, max_ratio)
    image = found.opened(io.BytesIO(file.data))
    # JPEGs alone are decoded at a half, a quarter or an eighth, in a fraction of the time.
    image.draft("RGB", (at_least, at_least))
    _check_memory(file, image.size, at_least, max_ratio)
    image.load()
    exif, profile = image.info.get("exif"), file.profile or image.info.get("icc_profile")
    orientation = orientation_in(exif) if exif else file.orientation
    shown = _shown(image, at_least, max_ratio)
    # Its pixels are given back before those that are shown are converted.
    del image
    colours, turn = in_srgb(shown, profile), _TURNS.get(orientation)
    width, height = file.width, file.height
    if orientation in _SIDEWAYS:
        width, height = height, width
    upright = colours if turn is None else colours.transpose(turn)
    return Decoded(upright, width, height, found.kind)


def _check_memory(
    file: PictureFile, size: tuple[int, int], at_least: int, max_ratio: float | None
) -> None:
    pixels, (width, height) = size[0] * size[1], _kept(size, max_ratio)
    across, down = _factors(size, at_least, max_ratio)
    shown = ceil(width / across) * ceil(height / down)
    # What a decoder holds is given back before the pixels that are shown are made.
    needed = pixels * file.pixel_bytes + max(file.more_bytes, shown * PIXEL_BYTES)
    if pixels > MAX_DECODED_PIXELS or needed > MAX_MEMORY_BYTES:
        raise Refused(NotAPicture.TOO_LARGE)


def _kept(size: tuple[int, int], max_ratio: float | None) -> tuple[int, int]:
    """Return how much of a strip stays: the ends are cut off."""
    most = round(min(size) * max_ratio) if max_ratio else max(size)
    return min(size[0], most), min(size[1], most)


def _factors(size: tuple[int, int], at_least: int, max_ratio: float | None) -> tuple[int, int]:
    """Return by how much each side is reduced; a strip that keeps its ends is squeezed."""
    factor = max(1, min(size) // at_least)
    if max_ratio:
        return factor, factor
    long = _MAX_RATIO * at_least
    return max(factor, size[0] // long), max(factor, size[1] // long)


def _shown(image: Image.Image, at_least: int, max_ratio: float | None) -> Image.Image:
    """Return RGB pixels on white, reduced; made in bands, as each costs more than what is kept."""
    reduced, (width, height) = (
        _factors(image.size, at_least, max_ratio),
        _kept(image.size, max_ratio),
    )
    left, top = (image.width - width) // 2, (image.height - height) // 2
    rows = max(1, _BAND_PIXELS // (width * reduced[1])) * reduced[1]
    if rows >= height:
        return _reduced(image.crop((left, top, left + width, top + height)), reduced)
    shown = Image.new("RGB", (ceil(width / reduced[0]), ceil(height / reduced[1])))
    for row in range(0, height, rows):
        end = min(row + rows, height)
        band = image.crop((left, top + row, left + width, top + end))
        shown.paste(_reduced(band, reduced), (0, row // reduced[1]))
    return shown


def _reduced(image: Image.Image, factors: tuple[int, int]) -> Image.Image:
    # As RGB first: averages of palette indices, or of a colour that stands for "transparent",
    # mean nothing.
    image = _rgb(image)
    return image if factors == (1, 1) else image.reduce(factors)


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
    if not profile or len(profile) > MAX_PROFILE_BYTES:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in (source.profile.profile_description or ""):
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image
