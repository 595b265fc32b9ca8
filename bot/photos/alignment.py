"""Find the part of one picture that another one shows: services and people crop photos."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from PIL import Image, ImageChops

from bot.photos.picture import Fingerprint

Box = tuple[float, float, float, float]

# The smallest part that is searched for, as a share of the largest box of its shape. The smaller
# the parts, the more crops of other pictures would fit.
MIN_SCALE = 0.88
# How many pictures' averages are kept: a check compares one with each of the others.
KEPT = 32
_POINTS = 24
_GUESSES_ALONG = 8
_FIRST_STEP = 0.03
_LAST_STEP = 0.001
# Where there is a part to be found, the first guesses come closer than half of this (0 … 765).
_MAX_FIRST_DISTANCE = 40.0


@dataclass(frozen=True, order=True)
class _Crop:
    """A box by its corner and size, in shares of the largest box of the part's shape."""

    left: float
    top: float
    scale: float

    def moved(self, across: float, down: float, grown: float = 0) -> "_Crop":
        """Return the box moved, and grown by a share of the largest."""
        return _Crop(self.left + across, self.top + down, self.scale + grown)


@dataclass(frozen=True)
class _Frame:
    """The largest box of the part's shape in the whole, in points, and the whole relative to it."""

    width: float
    height: float
    across: float
    down: float

    def box(self, crop: _Crop) -> Box:
        """Convert a crop to points of the whole."""
        left, top = max(0.0, crop.left), max(0.0, crop.top)
        right, bottom = min(left + crop.scale, self.across), min(top + crop.scale, self.down)
        return left * self.width, top * self.height, right * self.width, bottom * self.height

    def holds(self, crop: _Crop) -> bool:
        """Tell whether a crop is searched for, and lies within the whole."""
        right, bottom = crop.left + crop.scale, crop.top + crop.scale
        within = min(crop.left, crop.top) >= 0 and right <= self.across and bottom <= self.down
        return within and MIN_SCALE <= crop.scale <= 1


def crop_of(whole: Fingerprint, part: Fingerprint) -> Box | None:
    """Find the box of `whole`, in the shape of `part`, that looks most like `part`, if any does.

    A part that fills less than 88 % of the largest such box is not found.
    """
    frame, wanted, image = _frame(whole, part), _points(part), whole.image()

    def distance(crop: _Crop) -> float:
        return _apart(wanted, _resized(image, frame.box(crop)))

    least, best = min((_apart(wanted, shown), crop) for crop, shown in _guessed(whole, frame))
    # Most pairs are different pictures and end here, before the search, which is slow.
    if least >= _MAX_FIRST_DISTANCE:
        return None
    # Descend: follow the best neighbour, and take half the step where none is better.
    step = _FIRST_STEP
    while step > _LAST_STEP:
        nearby = [(distance(crop), crop) for crop in _neighbours(best, step) if frame.holds(crop)]
        if nearby and min(nearby)[0] < least:
            least, best = min(nearby)
        else:
            step /= 2
    return frame.box(best)


def _frame(whole: Fingerprint, part: Fingerprint) -> _Frame:
    fit = min(whole.width / part.width, whole.height / part.height)
    width, height = part.width * fit, part.height * fit
    return _Frame(width, height, whole.width / width, whole.height / height)


@lru_cache(KEPT)
def _points(fingerprint: Fingerprint) -> Image.Image:
    return _resized(fingerprint.image())


@lru_cache(KEPT)
def _guessed(whole: Fingerprint, frame: _Frame) -> list[tuple[_Crop, Image.Image]]:
    """Return the first guesses with what they show, which is the same for any part so shaped."""
    image = whole.image()
    # Where both have one shape there is no room along, so that the first nine guesses are one.
    crops = dict.fromkeys(_first_guesses(frame))
    return [(crop, _resized(image, frame.box(crop))) for crop in crops]


def _resized(image: Image.Image, box: Box | None = None) -> Image.Image:
    return image.resize((_POINTS, _POINTS), Image.Resampling.HAMMING, box=box)


def _apart(one: Image.Image, other: Image.Image) -> float:
    """Average the differences of all points: 0 … 765."""
    return sum(ImageChops.difference(one, other).tobytes()) / _POINTS**2


def _first_guesses(frame: _Frame) -> Iterator[_Crop]:
    """List boxes all along the picture, and slightly smaller ones in nine places."""
    for step in range(_GUESSES_ALONG + 1):
        part = step / _GUESSES_ALONG
        yield _Crop((frame.across - 1) * part, (frame.down - 1) * part, 1)
    for scale, across, down in product((0.96, 0.92), (0.0, 0.5, 1.0), (0.0, 0.5, 1.0)):
        yield _Crop((frame.across - scale) * across, (frame.down - scale) * down, scale)


def _neighbours(crop: _Crop, step: float) -> Iterator[_Crop]:
    for across, down in ((step, 0), (-step, 0), (0, step), (0, -step)):
        yield crop.moved(across, down)
    for grown in (step, -step):
        yield crop.moved(-grown / 2, -grown / 2, grown)
