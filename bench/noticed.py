"""What is noticed of a change to a photo, by how strong it is: curves for `bench/likeness.py`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random

from PIL import Image

from bot.photos.compare import Likeness, compare
from bot.photos.picture import Picture, read_picture
from bot.photos.readings import Size
from tests.photos.alterations import brighter, retouched
from tests.photos.renditions import jpeg, resized, square

People = Mapping[str, Image.Image]
_LEVELS = (5, 10, 15, 20, 25, 30, 40, 50, 60)
_AREAS = (0.0025, 0.005, 0.01, 0.02, 0.05, 0.1)
_PER_CENT = (2, 4, 6, 8, 10, 12, 14, 16, 18, 20)
_SHARES = (0.99, 0.97, 0.95, 0.92, 0.9, 0.88, 0.85, 0.82, 0.8, 0.78, 0.75, 0.7)
_QUALITY = 90


def retouch_curves(people: People, chance: Random) -> Iterator[str]:
    """Tell how often a retouch is not called the same, in per cent."""
    seen: dict[tuple[Size, float, int], list[Likeness]] = {}
    for image in people.values():
        source = read(jpeg(image))
        for area in _AREAS:
            for levels in _LEVELS:
                altered = retouched(area, levels, chance)(image)
                for size in Size:
                    likeness = _likeness(source, altered, size)
                    seen.setdefault((size, area, levels), []).append(likeness)
    for size in Size:
        yield f"retouched, {size.value}: not called the same, %, by area and by grey levels"
        yield _row("", _LEVELS)
        for area in _AREAS:
            rates = (100 - _rate(seen[size, area, each], Likeness.SAME) for each in _LEVELS)
            yield _row(f"{area:.2%}", rates)


def brightness_curve(people: People) -> Iterator[str]:
    """Tell what a copy is called that is brighter or darker by some per cent."""
    changes = (*(-each for each in reversed(_PER_CENT)), *_PER_CENT)
    yield from _curve(people, "brighter", changes, lambda image, by: brighter(1 + by / 100)(image))


def crop_curve(people: People, chance: Random) -> Iterator[str]:
    """Tell what a cut from anywhere in the photo is called, by the share of its sides."""

    def cut(image: Image.Image, share: float) -> Image.Image:
        width, height = round(image.width * share), round(image.height * share)
        left = chance.randint(0, image.width - width)
        top = chance.randint(0, image.height - height)
        return image.crop((left, top, left + width, top + height))

    yield from _curve(people, "cut to", _SHARES, cut)


def _curve(
    people: People,
    what: str,
    strengths: Sequence[float],
    alter: Callable[[Image.Image, float], Image.Image],
) -> Iterator[str]:
    sources = {name: read(jpeg(image)) for name, image in people.items()}
    seen = [
        [
            _likeness(sources[name], alter(image, strength), size)
            for name, image in people.items()
            for size in Size
        ]
        for strength in strengths
    ]
    yield _row(f"{what}, %", strengths)
    for likeness in Likeness:
        yield _row(likeness.value, (_rate(each, likeness) for each in seen))


def _likeness(source: Picture, altered: Image.Image, size: Size) -> Likeness:
    thumb = resized(square(altered), size.pixels, Image.Resampling.LANCZOS)
    return compare(source, read(jpeg(thumb, _QUALITY))).likeness


def _rate(seen: Sequence[Likeness], wanted: Likeness) -> int:
    """Return the share of one likeness in per cent."""
    return round(100 * sum(each is wanted for each in seen) / len(seen))


def _row(name: str, values: Iterable[float]) -> str:
    return f"  {name:12}" + "".join(f"{value:5g}" for value in values)


def read(file: bytes) -> Picture:
    """Read a picture that is known to be one."""
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture
