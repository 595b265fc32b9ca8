"""Finds the part of one picture that another one shows: services and people crop photos."""

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageStat

Box = tuple[float, float, float, float]
Square = tuple[float, float, float]

# The smallest part that is looked for, against the largest square of the picture.
SMALLEST = 0.85
_POINTS = 16
_ALONG = 8
_FIRST_STEP = 0.04
_LAST_STEP = 0.003


def crop_of(whole: Image.Image, part: Image.Image) -> Box:
    """The square of `whole` that looks most like all of `part`."""
    wanted = part.resize((_POINTS, _POINTS), Image.Resampling.HAMMING)

    def distance(square: Square) -> float:
        points = whole.resize((_POINTS, _POINTS), Image.Resampling.HAMMING, box=_box(square, whole))
        return sum(ImageStat.Stat(ImageChops.difference(wanted, points)).mean)

    side = min(whole.size)
    best = min(_first_guesses(*whole.size), key=distance)
    least, step = distance(best), _FIRST_STEP * side
    while step > _LAST_STEP * side:
        nearby = [square for square in _neighbours(best, step) if _fits(square, whole)]
        found = min(nearby, key=distance, default=best)
        if distance(found) < least:
            best, least = found, distance(found)
        else:
            step /= 2
    return _box(best, whole)


def _first_guesses(width: int, height: int) -> Iterator[Square]:
    side = min(width, height)
    for step in range(_ALONG + 1):
        yield (width - side) * step / _ALONG, (height - side) * step / _ALONG, side
    for share in (0.96, 0.92, 0.88):
        left, top, spare = (width - side) / 2, (height - side) / 2, side * (1 - share)
        for across in (0.0, 0.5, 1.0):
            for down in (0.0, 0.5, 1.0):
                yield left + spare * across, top + spare * down, side * share


def _neighbours(square: Square, step: float) -> Iterator[Square]:
    left, top, side = square
    yield from ((left - step, top, side), (left + step, top, side))
    yield from ((left, top - step, side), (left, top + step, side))
    yield from ((left, top, side - step), (left, top, side + step))
    half = step / 2
    yield from ((left + half, top + half, side - step), (left - half, top - half, side + step))


def _fits(square: Square, whole: Image.Image) -> bool:
    left, top, side = square
    inside = left >= 0 and top >= 0 and left + side <= whole.width and top + side <= whole.height
    return inside and side >= SMALLEST * min(whole.size)


def _box(square: Square, whole: Image.Image) -> Box:
    left, top, side = square
    return left, top, min(left + side, whole.width), min(top + side, whole.height)
