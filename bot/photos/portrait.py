"""Cut square JPEGs: profile photos, and SharePoint's thumbnails."""

import io
from dataclasses import dataclass, field, replace
from enum import StrEnum

from PIL import Image, ImageDraw, ImageOps

from bot.photos.decode import NotAPicture, decode
from bot.photos.looks import Look, is_blurred, look_of
from bot.photos.picture import Picture, read_picture
from bot.photos.readings import Size

# Pixels of the shorter side. The least is that of SharePoint's largest thumbnail.
MIN_PIXELS = 200
# The largest size that Graph has a name for: docs/photo-sync.md, "Sizes".
GOOD_PIXELS = 648
# Twice that; even noise of this size makes a JPEG below Graph's limit of 4 MB.
MAX_PIXELS = 1296
# As people see it on a profile card, and beside a message; both twice as fine, for fine screens.
LARGE_ROUND, SMALL_ROUND = 96, 48
_FINENESS = 2
# Long side by short side: what lies further out can't be reached by moving the cut.
_MAX_RATIO = 3.0
# A cut that could be moved by less is in the only place there is.
_MIN_MOVABLE_RATIO = 1.05
_MIN_FAR_FROM_SQUARE = 2.0


class Cut(StrEnum):
    """Where a square is cut from a picture: five steps along its long side, from left or top."""

    START = "start"
    NEAR_START = "near_start"
    CENTRE = "centre"
    NEAR_END = "near_end"
    END = "end"

    @property
    def share(self) -> float:
        """How much of what is cut off lies before the square, 0.0 to 1.0."""
        return list(Cut).index(self) / (len(Cut) - 1)

    def step(self, steps: int) -> "Cut | None":
        """Return the position so many steps on; None beyond the ends."""
        position = list(Cut).index(self) + steps
        return list(Cut)[position] if 0 <= position < len(Cut) else None


@dataclass(frozen=True)
class TooSmall:
    """A picture with fewer `pixels` on its short side than a profile photo has."""

    pixels: int


@dataclass(frozen=True)
class Portrait:
    """A square JPEG, `pixels` wide and high, upright, without metadata.

    Attributes:
        cut: where it was cut from the whole picture.
        whole: a JPEG of the whole picture, of which another square can be cut.
        size: width and height of `whole`.
        large: a JPEG of the square as apps show it, round on white, to be shown 96 pixels wide.
        small: the same, to be shown 48 pixels wide.
        look: what the square looks like where it shows nobody.
    """

    jpeg: bytes = field(repr=False)
    pixels: int
    picture: Picture
    cut: Cut
    whole: bytes = field(repr=False)
    size: tuple[int, int]
    large: bytes = field(repr=False)
    small: bytes = field(repr=False)
    look: Look | None = None
    is_blurred: bool = False

    @property
    def is_upright(self) -> bool:
        """Whether the whole picture is higher than wide, so that the cut moves up and down."""
        return self.size[1] > self.size[0]

    @property
    def is_movable(self) -> bool:
        """Whether another square can be cut that looks different."""
        return self._ratio >= _MIN_MOVABLE_RATIO

    @property
    def is_far_from_square(self) -> bool:
        """Whether most of the whole picture is outside of the square."""
        return self._ratio >= _MIN_FAR_FROM_SQUARE

    @property
    def _ratio(self) -> float:
        return max(self.size) / min(self.size)

    @property
    def bytes_in_memory(self) -> int:
        """How many bytes it holds."""
        return sum(map(len, (self.jpeg, self.whole, self.large, self.small)))


def portrait(data: bytes, cut: Cut = Cut.CENTRE) -> Portrait | TooSmall | NotAPicture:
    """Cut a picture to a square of 200 to 1296 pixels; never raises."""
    decoded = decode(data, MAX_PIXELS, max_ratio=_MAX_RATIO)
    if isinstance(decoded, NotAPicture):
        return decoded
    side = min(decoded.width, decoded.height)
    if side < MIN_PIXELS:
        return TooSmall(side)
    whole = _scaled(decoded.image, min(side, MAX_PIXELS))
    square = _square(whole, cut)
    jpeg = _jpeg(square, quality=92)
    picture = read_picture(jpeg)
    if isinstance(picture, NotAPicture):
        return picture
    return Portrait(
        jpeg=jpeg,
        pixels=square.width,
        picture=picture,
        cut=cut,
        # As good as can be: another square is cut of it, and encoded once more.
        whole=_jpeg(whole, quality=95, subsampling=0),
        size=whole.size,
        large=_round(square, LARGE_ROUND),
        small=_round(square, SMALL_ROUND),
        look=look_of(square),
        is_blurred=is_blurred(square),
    )


def cut_again(before: Portrait, cut: Cut) -> Portrait:
    """Cut another square of the picture of a portrait.

    Raises ValueError with the name of a NotAPicture, which a portrait's own JPEG never is.
    """
    made = portrait(before.whole, cut)
    if not isinstance(made, Portrait):
        raise ValueError(getattr(made, "name", "TOO_SMALL"))
    # Not encoded once more at each move.
    return replace(made, whole=before.whole)


def thumbnails(data: bytes) -> dict[str, bytes]:
    """Cut SharePoint's thumbnails: square JPEGs, upright, without metadata, by S, M and L.

    Raises ValueError with the name of a NotAPicture.
    """
    decoded = decode(data, 2 * max(size.pixels for size in Size), max_ratio=1)
    if isinstance(decoded, NotAPicture):
        raise ValueError(decoded.name)
    return {
        size.value: _jpeg(_fitted(decoded.image, size.pixels), quality=95, optimize=True)
        for size in Size
    }


def _scaled(image: Image.Image, side: int) -> Image.Image:
    """Scale a picture to `side` pixels on its short side."""
    scale = side / min(image.size)
    size = round(image.width * scale), round(image.height * scale)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _square(whole: Image.Image, cut: Cut) -> Image.Image:
    side = min(whole.size)
    left, top = (round((length - side) * cut.share) for length in whole.size)
    return whole.crop((left, top, left + side, top + side))


def _round(square: Image.Image, pixels: int) -> bytes:
    """Show a square as a disc on white, for clients that don't show pictures of people round."""
    small = _fitted(square, pixels * _FINENESS)
    mask = Image.new("L", (4 * small.width, 4 * small.width))
    ImageDraw.Draw(mask).ellipse((0, 0, mask.width - 1, mask.height - 1), fill=255)
    disc = mask.resize(small.size, Image.Resampling.BOX)
    return _jpeg(Image.composite(small, Image.new("RGB", small.size, "white"), disc), quality=88)


def _fitted(image: Image.Image, pixels: int) -> Image.Image:
    return ImageOps.fit(image, (pixels, pixels), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image, **options: int) -> bytes:
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", **options)
    return jpeg.getvalue()
