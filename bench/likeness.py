"""How far apart the distances of same and of different pictures lie: `python -m bench.likeness`.

The limits in `bot/photos/compare.py` come from here: what re-encoding does at its worst to
photographs (and drawings) of people at 48 to 648 pixels is a distance of 0.25. Then come the curves
of what is noticed of a change, by its strength (`bench/noticed.py`). The photographs are those of
the tests: `npm ci --prefix tests/photographs`.
"""

from collections.abc import Iterator
from itertools import combinations
from random import Random

from PIL import Image

from bench.noticed import brightness_curve, crop_curve, read, retouch_curves
from bot.photos.compare import DIFFERENT_FROM, SAME_UP_TO, compare
from bot.photos.picture import Picture
from simulation.photographs import photograph
from tests.photos.alterations import ALTERATIONS, COLOUR_ALTERATIONS, is_colourful, with_head_of
from tests.photos.photographs import drawings, opened, photographs
from tests.photos.renditions import jpeg, portrait, renditions, resized, square

Measured = tuple[str, float]
_SITTERS = 20
_THUMBS = ((48, 50), (48, 90), (200, 85), (648, 90))
_SHARE_OF_RENDITIONS = 0.1


def run() -> dict[str, float]:
    """The largest distance of one picture made over, and the smallest of each kind of other."""
    chance = Random(2)  # nosec B311 # keeps no secret
    people = {name: opened(file) for name, file in (photographs() | drawings()).items()}
    same = sorted(_made_over(people, chance))
    print(f"one picture made over, {len(same)} times: {_quantiles(same[::-1])}")
    unsure = sum(SAME_UP_TO < distance < DIFFERENT_FROM for distance in same)
    different = sum(distance >= DIFFERENT_FROM for distance in same)
    print(f"of these called unsure: {unsure}, different: {different}")
    others: dict[str, list[float]] = {}
    for kind, distance in (*_altered(people, chance), *_other_people(people), *_other_shots()):
        others.setdefault(kind, []).append(distance)
    for kind, distances in others.items():
        print(f"{kind}, {len(distances)} times: {_quantiles(sorted(distances))}")
    for line in (
        *retouch_curves(people, chance),
        *brightness_curve(people),
        *crop_curve(people, chance),
    ):
        print(line)
    return {"same, largest": same[-1]} | {kind: min(found) for kind, found in others.items()}


def _quantiles(distances: list[float]) -> str:
    """The extreme first, then those that 0.1, 1, 10 and 50 % lie beyond."""
    shown = (distances[int(len(distances) * share)] for share in (0, 0.001, 0.01, 0.1, 0.5))
    return "  ".join(f"{distance:.3f}" for distance in shown)


def _made_over(people: dict[str, Image.Image], chance: Random) -> Iterator[float]:
    for image in people.values():
        for shape in (image, portrait(image)):
            source = read(jpeg(shape))
            for made in renditions(shape, chance):
                if chance.random() < _SHARE_OF_RENDITIONS:
                    yield compare(source, read(made.file)).distance


def _altered(people: dict[str, Image.Image], chance: Random) -> Iterator[Measured]:
    for image in people.values():
        source = read(jpeg(image))
        head = with_head_of(chance.choice([one for one in people.values() if one is not image]))
        colours = COLOUR_ALTERATIONS if is_colourful(image) else {}
        for kind, alter in (ALTERATIONS | colours | {"somebody else's head": head}).items():
            yield from ((kind, distance) for distance in _apart(source, alter(image)))


def _other_people(people: dict[str, Image.Image]) -> Iterator[Measured]:
    pictures = [read(jpeg(image)) for image in people.values()]
    for one, other in combinations(pictures, 2):
        yield "somebody else", compare(one, other).distance


def _other_shots() -> Iterator[Measured]:
    for sitter in range(_SITTERS):
        source = read(photograph(sitter, wall="studio"))
        for shot in (1, 2):
            other = opened(photograph(sitter, shot, wall="studio"))
            yield from (("the same person again", found) for found in _apart(source, other))


def _apart(source: Picture, image: Image.Image) -> Iterator[float]:
    for size, quality in _THUMBS:
        thumb = resized(square(image), size, Image.Resampling.LANCZOS)
        yield compare(source, read(jpeg(thumb, quality))).distance


if __name__ == "__main__":
    run()
