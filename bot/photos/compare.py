"""Whether two pictures are the same one.

The averages of an area survive re-encoding and resizing, the better the larger the area is; another
picture, even of the same person before the same wall, differs in some area. So both pictures are
averaged over 1, 2 x 2, 4 x 4, … areas, and the largest difference is held against how much
re-encoding was ever seen to change an average of that size: `python -m bench.likeness`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from PIL import Image, ImageChops

from bot.photos.alignment import Box, crop_of
from bot.photos.picture import Picture


class Likeness(Enum):
    """What may be said of two pictures."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Comparison:
    """The likeness, and the distance: 0.0 identical … 1.0 nothing in common."""

    likeness: Likeness
    distance: float


@dataclass(frozen=True)
class _Scale:
    """How far averages over `areas` x `areas` may differ in one picture re-encoded (0 … 255)."""

    areas: int
    luma: float
    chroma: float


_SCALES = (
    _Scale(areas=1, luma=3, chroma=3),
    _Scale(areas=2, luma=4, chroma=4),
    _Scale(areas=4, luma=6, chroma=7),
    _Scale(areas=8, luma=13, chroma=20),
    _Scale(areas=16, luma=26, chroma=52),
)
_POINTS = 32
_SAME_UP_TO = 0.25
_DIFFERENT_FROM = 0.34


def compare(a: Picture, b: Picture) -> Comparison:
    """Compare two pictures, of which one may be a crop of the other; the order does not matter."""
    one, other = a.fingerprint.image(), b.fingerprint.image()
    distance = _distance(one, other)
    if distance > _SAME_UP_TO:
        aligned = (
            _distance(one, other, crop_of(other, one)),
            _distance(other, one, crop_of(one, other)),
        )
        distance = min(distance, *aligned)
    return Comparison(_likeness(distance), distance)


def _likeness(distance: float) -> Likeness:
    if distance <= _SAME_UP_TO:
        return Likeness.SAME
    return Likeness.UNSURE if distance < _DIFFERENT_FROM else Likeness.DIFFERENT


def _distance(part: Image.Image, whole: Image.Image, box: Box | None = None) -> float:
    """The largest difference, as a share of what is allowed: 0.25 is all of it."""
    one = part.resize((_POINTS, _POINTS), Image.Resampling.HAMMING)
    other = whole.resize((_POINTS, _POINTS), Image.Resampling.HAMMING, box=box)
    return min(1.0, max(_excess(one, other, scale) for scale in _SCALES) * _SAME_UP_TO)


def _excess(one: Image.Image, other: Image.Image, scale: _Scale) -> float:
    areas = (scale.areas, scale.areas)
    difference = ImageChops.difference(
        one.resize(areas, Image.Resampling.BOX), other.resize(areas, Image.Resampling.BOX)
    )
    extremes = cast("Sequence[tuple[int, int]]", difference.getextrema())
    luma, blue, red = (most for _, most in extremes)
    return max(luma / scale.luma, max(blue, red) / scale.chroma)
