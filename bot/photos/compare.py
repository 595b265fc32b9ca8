"""Tell whether two pictures are the same one (docs/photo-sync.md, "Comparing pictures").

The average of an area survives re-encoding and resizing, the better the larger the area is and the
less contrast there is beside it. Another picture, even of the same person before the same wall,
differs in some area. So both are averaged over 1, 2 x 2, 4 x 4, … areas, and the largest difference
is compared with the furthest that re-encoding was ever seen to move an average of that size beside
so much contrast. What a retouch changes is small, and looked for by itself (`local_difference.py`).
`make likeness` prints both sides of that gap, and what is noticed of how strong a change.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import cast

from PIL import Image, ImageChops, ImageFilter

from bot.photos.alignment import KEPT, Box, crop_of
from bot.photos.brightness import gain_between, times
from bot.photos.local_difference import Lightness, lightness_of, local_difference
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
_WHOLE = _SCALES[0]
# Pictures are compared at this width and height, which every `areas` divides.
_POINTS = 48
# Distances: up to the first two pictures are the same, from the second on they are different.
SAME_UP_TO = 0.25
DIFFERENT_FROM = 0.45
# No service cuts closer, as a share of the picture; a person may, for another picture.
_CUT_BY_SERVICES = 0.88
# The least distance of what is never called the same, however well it fits.
_UNSURE_FROM = 0.26
# From this on a picture that is brighter, or darker, is another one.
_MAX_GAIN = 1.16


class _Points:
    """A picture of 48 x 48 points, with averages of them that are made once."""

    def __init__(self, points: Image.Image) -> None:
        self.points = points
        self._averages: dict[_Scale, _Averages] = {}

    def averages(self, scale: _Scale) -> _Averages:
        """Average the areas of one scale."""
        if scale not in self._averages:
            areas = self.points.reduce(_POINTS // scale.areas)
            contrast = _contrast(areas) if scale.contrast else None
            self._averages[scale] = _Averages(areas, contrast)
        return self._averages[scale]

    @cached_property
    def lightness(self) -> Lightness:
        """The lightness of each point and of those around it."""
        return lightness_of(self.points)


def compare(a: Picture, b: Picture) -> Comparison:
    """Compare two pictures, of which one may be a crop of the other; the order does not matter.

    Pictures of less than 48 pixels show too little to be called the same, unless they are equal.
    """
    # The smaller picture is the likelier part of the other; equal ones need some order, too.
    small, large = sorted(
        (a, b), key=lambda each: (each.width * each.height, each.fingerprint.points)
    )
    part, whole = small.fingerprint, large.fingerprint
    distance = _distance(_points(part), _points(whole))
    # Searching for a crop costs more than all the rest, so only pictures that differ pay for it.
    for apart in (_as_crop, _as_whole, _as_brighter):
        if distance <= SAME_UP_TO:
            break
        distance = min(distance, apart(part, whole))
    shown = min(part.width, part.height, whole.width, whole.height)
    return Comparison(_likeness(distance, shown), distance)


def _as_whole(whole: Fingerprint, part: Fingerprint) -> float:
    return _as_crop(part, whole)


def _as_crop(part: Fingerprint, whole: Fingerprint) -> float:
    found = crop_of(whole, part)
    if found is None:
        return 1.0
    distance = _distance(_points(part), _Points(_resized(whole, found.box)))
    return distance if found.scale >= _CUT_BY_SERVICES else max(distance, _UNSURE_FROM)


def _as_brighter(a: Fingerprint, b: Fingerprint) -> float:
    """Return the distance where one is taken for the other in another light: never the same."""
    one, other = sorted((_points(a), _points(b)), key=_light)
    # What ended at 255 can only hide some of the gain.
    if _light(other) >= _light(one) * _MAX_GAIN:
        return 1.0
    gain = gain_between(one.points, other.points)
    if gain >= _MAX_GAIN:
        return 1.0
    share = abs(gain - 1) / (_MAX_GAIN - 1)
    least = _UNSURE_FROM + share * (DIFFERENT_FROM - _UNSURE_FROM)
    return max(least, _distance(_Points(times(gain, one.points)), other))


def _light(points: _Points) -> int:
    """Return the average lightness, 0 to 255."""
    light, *_ = cast("tuple[int, ...]", points.averages(_WHOLE).areas.getpixel((0, 0)))
    return light


def _likeness(distance: float, shown: int) -> Likeness:
    if distance == 0 or (distance <= SAME_UP_TO and shown >= _POINTS):
        return Likeness.SAME
    return Likeness.UNSURE if distance < DIFFERENT_FROM else Likeness.DIFFERENT


def _distance(one: _Points, other: _Points) -> float:
    """Return the largest difference as a share of what is allowed: 0.25 is all of it."""
    largest = 0.0
    for scale in _SCALES:
        excess = _excess(one.averages(scale), other.averages(scale), scale)
        largest = max(largest, excess * SAME_UP_TO)
        # Nothing is further apart, so the finer averages are not made.
        if largest >= 1:
            return 1.0
    local = local_difference(one.lightness, other.lightness)
    return min(1.0, max(largest, local * SAME_UP_TO))


@lru_cache(KEPT)
def _points(fingerprint: Fingerprint) -> _Points:
    return _Points(_resized(fingerprint))


def _resized(fingerprint: Fingerprint, box: Box | None = None) -> Image.Image:
    return fingerprint.image().resize((_POINTS, _POINTS), Image.Resampling.HAMMING, box=box)


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
