"""Read a picture's bytes into a summary, which is all of it that is compared and shown."""

import io
from dataclasses import dataclass, field

from PIL import Image

from bot.photos.decode import NotAPicture, decode
from bot.photos.placeholder import Placeholder, placeholder_in

__all__ = ["NotAPicture", "Picture", "Placeholder", "read_picture"]

SHORT_SIDE = 64
# Width and height of a preview, in pixels; a smaller picture is not enlarged.
PREVIEW_PIXELS = 120
# A strip beyond this ratio is no portrait, and is squeezed rather than kept longer.
_MAX_SIDE = 4 * SHORT_SIDE


@dataclass(frozen=True)
class Fingerprint:
    """A picture of at most 64 points on its short side: YCbCr, three bytes each, row by row."""

    width: int
    height: int
    points: bytes = field(repr=False)

    def image(self) -> Image.Image:
        """Make a Pillow image of the points again."""
        return Image.frombytes("YCbCr", (self.width, self.height), self.points)


@dataclass(frozen=True)
class Picture:
    """An upright picture's summary.

    Attributes:
        width: pixels, after EXIF rotation.
        height: pixels, after EXIF rotation.
        kind: "jpeg", "png", "gif", "bmp" or "webp".
        fingerprint: what it shows, reduced.
        placeholder: what it is, where it is no real photo.
        preview: a small square JPEG of it for cards, upright, without metadata.
    """

    width: int
    height: int
    kind: str
    fingerprint: Fingerprint
    placeholder: Placeholder | None
    preview: bytes = field(repr=False)


def read_picture(data: bytes) -> Picture | NotAPicture:
    """Read any bytes; never raises. An animation is read as its first frame."""
    # Twice the fingerprint's size leaves something to average.
    decoded = decode(data, 2 * SHORT_SIDE)
    if isinstance(decoded, NotAPicture):
        return decoded
    return Picture(
        width=decoded.width,
        height=decoded.height,
        kind=decoded.kind,
        fingerprint=fingerprint(decoded.image),
        placeholder=placeholder_in(decoded.image),
        preview=preview_of(decoded.image),
    )


def fingerprint(image: Image.Image) -> Fingerprint:
    """Reduce an upright RGB picture; a small one keeps its size."""
    scale = min(1.0, SHORT_SIDE / min(image.size))
    width, height = (max(1, min(_MAX_SIDE, round(side * scale))) for side in image.size)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.HAMMING, reducing_gap=2.0)
    # Luma apart from chroma: re-encoding moves the two by very different amounts.
    return Fingerprint(width, height, image.convert("YCbCr").tobytes())


def preview_of(image: Image.Image, most: int = PREVIEW_PIXELS) -> bytes:
    """Cut the middle of an upright RGB picture to a square JPEG of at most so many pixels."""
    side = min(image.size)
    left, top = (image.width - side) / 2, (image.height - side) / 2
    pixels = min(most, side)
    square = image.resize(
        (pixels, pixels),
        Image.Resampling.HAMMING,
        box=(left, top, left + side, top + side),
        reducing_gap=1.5,
    )
    jpeg = io.BytesIO()
    square.save(jpeg, "JPEG", quality=85)
    return jpeg.getvalue()
