"""Tell whether two pictures are the same one (docs/photo-sync.md, "Comparing pictures").

The average of an area survives re-encoding and resizing, the better the larger the area is and the
less contrast there is beside it. Another picture, even of the same person before the same wall,
differs in some area. So both are averaged over 1, 2 x 2, 4 x 4, … areas, and the largest difference
is compared with the furthest that re-encoding was ever seen to move an average of that size beside
so much contrast. `python -m bench.likeness` prints both sides of that gap.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import cast

from PIL import Image, ImageChops, ImageFilter

from bot.photos.alignment import KEPT, Box, crop_of
from bot.photos.picture import Fingerprint, Picture
from bot.photos.readings import Photo


class Likeness(Enum):
    """Results of comparing two pictures."""

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
    """How far averages over `areas` x `areas` may differ in one picture re-encoded (0 … 255).

    `contrast` is the share of the contrast between neighbouring areas that is allowed on top.
    """

    areas: int
    luma: float
    chroma: float
    contrast: float = 0.0


@dataclass(frozen=True)
class _Averages:
    """The averages of a picture's areas, and the contrast beside each."""

    areas: Image.Image
    contrast: Image.Image | None


# Measured: bench.likeness re-encodes, resizes and crops portraits, and compares them.
_SCALES = (
    _Scale(areas=1, luma=4, chroma=2),
    _Scale(areas=2, luma=5, chroma=3),
    _Scale(areas=4, luma=7, chroma=6),
    _Scale(areas=8, luma=7, chroma=11, contrast=0.1),
    _Scale(areas=12, luma=10, chroma=18, contrast=0.15),
    _Scale(areas=16, luma=10, chroma=32, contrast=0.2),
    _Scale(areas=24, luma=15, chroma=40, contrast=0.3),
)
# Pictures are compared at this width and height, which every `areas` divides.
_POINTS = 48
# Distances: up to the first two pictures are the same, from the second on they are different.
SAME_UP_TO = 0.25
DIFFERENT_FROM = 0.45


def compare(a: Picture, b: Picture) -> Comparison:
    """Compare two pictures, of which one may be a crop of the other; the order does not matter.

    Pictures of less than 48 pixels show too little to be called the same, unless they are equal.
    """
    one, other = a.fingerprint, b.fingerprint
    distance = _distance(one, other)
    # The search for a crop costs more than all the rest, so only pictures that differ pay for it.
    if distance > SAME_UP_TO:
        distance = min(distance, _as_crop(one, other), _as_crop(other, one))
    shown = min(one.width, one.height, other.width, other.height)
    return Comparison(_likeness(distance, shown), distance)


def _as_crop(part: Fingerprint, whole: Fingerprint) -> float:
    box = crop_of(whole, part)
    return 1.0 if box is None else _distance(part, whole, box)


def _likeness(distance: float, shown: int) -> Likeness:
    if distance == 0 or (distance <= SAME_UP_TO and shown >= _POINTS):
        return Likeness.SAME
    return Likeness.UNSURE if distance < DIFFERENT_FROM else Likeness.DIFFERENT


def _distance(part: Fingerprint, whole: Fingerprint, box: Box | None = None) -> float:
    """Return the largest difference as a share of what is allowed: 0.25 is all of it."""
    other = None if box is None else _resized(whole, box)
    largest = 0.0
    for scale in _SCALES:
        averages = _averaged(whole, scale) if other is None else _averages(other, scale)
        largest = max(largest, _excess(_averaged(part, scale), averages, scale) * SAME_UP_TO)
        # Nothing is further apart, so the finer averages are not made.
        if largest >= 1:
            return 1.0
    return largest


@lru_cache(KEPT)
def _points(fingerprint: Fingerprint) -> Image.Image:
    return _resized(fingerprint)


def _resized(fingerprint: Fingerprint, box: Box | None = None) -> Image.Image:
    return fingerprint.image().resize((_POINTS, _POINTS), Image.Resampling.HAMMING, box=box)


@lru_cache(KEPT * len(_SCALES))
def _averaged(fingerprint: Fingerprint, scale: _Scale) -> _Averages:
    return _averages(_points(fingerprint), scale)


def _averages(points: Image.Image, scale: _Scale) -> _Averages:
    areas = points.reduce(_POINTS // scale.areas)
    return _Averages(areas, _contrast(areas) if scale.contrast else None)


def _excess(one: _Averages, other: _Averages, scale: _Scale) -> float:
    difference = ImageChops.difference(one.areas, other.areas)
    if one.contrast and other.contrast:
        # Beside an edge, a shift by a fraction of a pixel moves small averages most.
        both = ImageChops.add(one.contrast, other.contrast, scale=2 / scale.contrast)
        difference = ImageChops.subtract(difference, both)
    extremes = cast("tuple[tuple[int, int], ...]", difference.getextrema())
    luma, blue, red = (most for _, most in extremes)
    return max(luma / scale.luma, blue / scale.chroma, red / scale.chroma)


def _contrast(image: Image.Image) -> Image.Image:
    """Return the span of the values of each area and its neighbours."""
    return ImageChops.difference(
        image.filter(ImageFilter.MaxFilter(3)), image.filter(ImageFilter.MinFilter(3))
    )


def shows_the_same(one: Photo, other: Photo) -> bool:
    """Tell whether two photos are surely the same picture."""
    return compare(one.picture, other.picture).likeness is Likeness.SAME
