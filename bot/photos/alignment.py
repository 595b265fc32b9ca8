"""Find the part of one picture that another one shows: services and people crop photos."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from PIL import Image, ImageChops

from bot.photos.picture import Fingerprint

Box = tuple[float, float, float, float]

# The smallest part that is searched for, as a share of the largest box of its shape. The smaller
# the parts, the more crops of other pictures would fit.
_MIN_SCALE = 0.78
# How many pictures' averages are kept: a check compares one with each of the others.
KEPT = 32
_POINTS = 24
_GUESSES_ALONG = 8
_LARGER, _SMALLER = (0.96, 0.92), (0.86, 0.81)
_FIRST_STEP = 0.03
_LAST_STEP = 0.001
# Where there is a part to be found, the first guesses come closer than half of this (0 … 765).
_MAX_FIRST_DISTANCE = 40.0
# Where the first guesses, which are large ones, come as close as this, smaller ones are not tried;
# where they are further off than this, those would be no closer.
_SMALLER_GUESSES = (15.0, 66.0)


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
class Part:
    """A box of a picture, and its side as a share of the largest box of that shape."""

    box: Box
    scale: float


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
        return within and _MIN_SCALE <= crop.scale <= 1


def crop_of(whole: Fingerprint, part: Fingerprint) -> Part | None:
    """Find the box of `whole`, in the shape of `part`, that looks most like `part`, if any does.

    A part that fills less than 78 % of the largest such box is not found.
    """
    frame, wanted, image = _frame(whole, part), _points(part), whole.image()

    def distance(crop: _Crop) -> float:
        return _apart(wanted, _resized(image, frame.box(crop)))

    def guessed(guesses: Callable[[_Frame], Iterator[_Crop]]) -> tuple[float, _Crop]:
        return min((_apart(wanted, shown), crop) for crop, shown in _shown(whole, frame, guesses))

    least, best = guessed(_first_guesses)
    near, far = _SMALLER_GUESSES
    if near <= least < far:
        least, best = min((least, best), guessed(_smaller_guesses))
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
    return Part(frame.box(best), best.scale)


def _frame(whole: Fingerprint, part: Fingerprint) -> _Frame:
    fit = min(whole.width / part.width, whole.height / part.height)
    width, height = part.width * fit, part.height * fit
    return _Frame(width, height, whole.width / width, whole.height / height)


@lru_cache(KEPT)
def _points(fingerprint: Fingerprint) -> Image.Image:
    return _resized(fingerprint.image())


@lru_cache(KEPT)
def _shown(
    whole: Fingerprint, frame: _Frame, guesses: Callable[[_Frame], Iterator[_Crop]]
) -> list[tuple[_Crop, Image.Image]]:
    """Return guesses with what they show, which is the same for any part so shaped."""
    image = whole.image()
    # Where both have one shape there is no room along, so that the first nine guesses are one.
    crops = dict.fromkeys(guesses(frame))
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
    yield from _in_nine_places(frame, _LARGER)


def _smaller_guesses(frame: _Frame) -> Iterator[_Crop]:
    return _in_nine_places(frame, _SMALLER)


def _in_nine_places(frame: _Frame, scales: tuple[float, ...]) -> Iterator[_Crop]:
    for scale, across, down in product(scales, (0.0, 0.5, 1.0), (0.0, 0.5, 1.0)):
        yield _Crop((frame.across - scale) * across, (frame.down - scale) * down, scale)


def _neighbours(crop: _Crop, step: float) -> Iterator[_Crop]:
    for across, down in ((step, 0), (-step, 0), (0, step), (0, -step)):
        yield crop.moved(across, down)
    for grown in (step, -step):
        yield crop.moved(-grown / 2, -grown / 2, grown)
