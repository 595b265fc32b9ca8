"""Finds the part of one picture that another one shows: services and people crop photos."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image, ImageChops, ImageStat

Box = tuple[float, float, float, float]

# The smallest part that is looked for, against the largest of its shape.
SMALLEST = 0.88
_POINTS = 24
_ALONG = 8
_FIRST_STEP = 0.03
_LAST_STEP = 0.001
# The first guesses come closer than half of this wherever there is a part to be found (0 … 765).
_HOPELESS = 40.0


@dataclass(frozen=True, order=True)
class _Crop:
    """A box by its corner and size, in shares of the largest box of the part's shape."""

    left: float
    top: float
    scale: float

    def moved(self, across: float, down: float, grown: float = 0) -> "_Crop":
        """The box elsewhere, grown around its middle."""
        return replace(
            self,
            left=self.left + across - grown / 2,
            top=self.top + down - grown / 2,
            scale=self.scale + grown,
        )


def crop_of(whole: Image.Image, part: Image.Image) -> Box | None:
    """The box of `whole`, in the shape of `part`, that looks most like all of `part`, if any does.

    What fills less than 88 % of the largest such box is not found.
    """
    wanted = _points(part)
    fit = min(whole.width / part.width, whole.height / part.height)
    width, height = part.width * fit, part.height * fit
    room = _Crop(whole.width / width - 1, whole.height / height - 1, 1)

    def box(crop: _Crop) -> Box:
        left, top = max(0.0, crop.left * width), max(0.0, crop.top * height)
        right, bottom = left + crop.scale * width, top + crop.scale * height
        return left, top, min(right, whole.width), min(bottom, whole.height)

    def distance(crop: _Crop) -> float:
        return sum(ImageStat.Stat(ImageChops.difference(wanted, _points(whole, box(crop)))).mean)

    least, best = min((distance(crop), crop) for crop in _first_guesses(room))
    step = _FIRST_STEP if least < _HOPELESS else 0
    while step > _LAST_STEP:
        nearby = [(distance(crop), crop) for crop in _neighbours(best, step, room)]
        if nearby and min(nearby)[0] < least:
            least, best = min(nearby)
        else:
            step /= 2
    return box(best) if least < _HOPELESS else None


def _points(image: Image.Image, box: Box | None = None) -> Image.Image:
    return image.resize((_POINTS, _POINTS), Image.Resampling.HAMMING, box=box)


def _first_guesses(room: _Crop) -> Iterator[_Crop]:
    for step in range(_ALONG + 1):
        yield _Crop(room.left * step / _ALONG, room.top * step / _ALONG, 1)
    for scale in (0.96, 0.92):
        for across in (0.0, 0.5, 1.0):
            for down in (0.0, 0.5, 1.0):
                spare = 1 - scale
                yield _Crop((room.left + spare) * across, (room.top + spare) * down, scale)


def _neighbours(crop: _Crop, step: float, room: _Crop) -> Iterator[_Crop]:
    sideways = ((step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step))
    for near in (
        *(crop.moved(*by) for by in sideways),
        crop.moved(0, 0, step),
        crop.moved(0, 0, -step),
    ):
        if _fits(near, room):
            yield near


def _fits(crop: _Crop, room: _Crop) -> bool:
    spare = 1 - crop.scale
    return (
        SMALLEST <= crop.scale <= 1
        and 0 <= crop.left <= room.left + spare
        and 0 <= crop.top <= room.top + spare
    )
