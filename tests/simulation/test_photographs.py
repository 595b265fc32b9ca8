import io
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from simulation.photographs import WALLS, initials, photograph, silhouette

SITTERS = range(20)


@pytest.fixture(scope="module")
def portraits() -> list[bytes]:
    return [photograph(sitter, width=64, height=64) for sitter in SITTERS]


def opened(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    image.load()
    return image


def difference(one: bytes, other: bytes, box: tuple[int, int, int, int] | None = None) -> float:
    """Mean distance of two pictures' grey levels, 0 to 255."""
    images = [opened(picture).convert("L").crop(box) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*images)).mean[0]


def test_the_same_photograph_is_the_same_bytes(portraits: list[bytes]) -> None:
    assert photograph(3, width=64, height=64) == portraits[3]


def test_every_sitter_looks_different(portraits: list[bytes]) -> None:
    assert min(difference(one, other) for one, other in combinations(portraits, 2)) > 4


def test_one_studio_has_one_wall_for_everyone(portraits: list[bytes]) -> None:
    corner = (0, 0, 10, 10)
    assert max(difference(portraits[0], other, corner) for other in portraits[1:]) < 4


def test_another_shot_is_another_photograph_of_the_person(portraits: list[bytes]) -> None:
    assert difference(photograph(0, 1, width=64, height=64), portraits[0]) > 4


def test_every_wall_looks_different() -> None:
    pictures = [photograph(6, wall=wall, width=64, height=64) for wall in WALLS]
    edge = (0, 0, 10, 40)
    assert min(difference(one, other, edge) for one, other in combinations(pictures, 2)) > 4


def test_a_wall_nobody_built_is_an_error() -> None:
    with pytest.raises(KeyError, match="moon"):
        photograph(0, wall="moon")


@pytest.mark.parametrize("size", [(648, 648), (200, 120), (90, 160)])
def test_a_photograph_is_a_jpeg_of_the_size_asked_for(size: tuple[int, int]) -> None:
    picture = opened(photograph(1, width=size[0], height=size[1]))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", size)


def test_people_beyond_the_twentieth_can_be_photographed() -> None:
    assert photograph(20, width=64, height=64) != photograph(0, width=64, height=64)


def test_the_silhouette_is_grey_and_always_the_same() -> None:
    picture = opened(silhouette(96))
    red, green, blue = picture.split()
    assert picture.size == (96, 96)
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert silhouette(96) == silhouette(96)


def test_initials_are_white_letters_on_one_flat_colour() -> None:
    picture = opened(initials("AB", 96)).convert("RGB")
    flat = picture.getpixel((0, 0)) or 0.0
    shares = {colour: count / 96**2 for count, colour in picture.getcolors(96**2) or []}
    assert shares[flat] > 0.7
    assert 0.02 < shares[(255, 255, 255)] < 0.3


def test_other_letters_make_other_initials() -> None:
    assert initials("AB") == initials("AB") != initials("XY")
