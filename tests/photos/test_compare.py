import io
from functools import cache
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.photos.compare import Comparison, Likeness, compare
from bot.photos.picture import Picture, read_picture
from simulation.photographs import photograph
from tests.photos.alterations import (
    ALTERATIONS,
    COLOUR_ALTERATIONS,
    brighter,
    is_colourful,
    pushed,
    retouched,
    with_head_of,
)
from tests.photos.photographs import drawings, opened, photographs
from tests.photos.renditions import (
    CROPS,
    jpeg,
    png,
    portrait,
    rendition,
    resized,
    square,
)

THUMBS = (48, 72, 200, 648)
names = st.sampled_from(sorted(photographs()))
some_person, *_, another_person = sorted(photographs())


@cache
def before_one_wall(sitter: int, shot: int = 0) -> bytes:
    return photograph(sitter, shot, wall="studio")


def read(file: bytes) -> Picture:
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture


def read_image(image: Image.Image) -> Picture:
    return read(jpeg(image))


def thumb(image: Image.Image, size: int, quality: int = 85) -> Picture:
    return read(jpeg(resized(square(image), size, Image.Resampling.LANCZOS), quality))


@settings(derandomize=True, max_examples=20)
@given(
    names, st.sampled_from(sorted(CROPS)), st.integers(48, 648), st.integers(50, 95), st.randoms()
)
def test_a_photo_resized_cropped_and_encoded_again_is_the_same(
    name: str, crop: str, size: int, quality: int, chance: Random
) -> None:
    original = opened(photographs()[name])
    made = rendition(original, crop, size, quality, chance)
    assert compare(read(photographs()[name]), read(made.file)).likeness is Likeness.SAME


@settings(derandomize=True, max_examples=20)
@given(names, st.sampled_from(sorted(CROPS)), st.integers(48, 648), st.randoms())
def test_a_portrait_cropped_in_any_way_is_the_same(
    name: str, crop: str, size: int, chance: Random
) -> None:
    original = portrait(opened(photographs()[name]))
    made = rendition(original, crop, size, 75, chance)
    assert compare(read_image(original), read(made.file)).likeness is Likeness.SAME


@pytest.mark.parametrize("down", [0.0, 0.25, 0.4, 0.6, 0.75, 1.0])
def test_a_square_from_anywhere_in_a_tall_picture_is_the_same(down: float) -> None:
    for name in sorted(photographs())[::3]:
        whole = opened(photographs()[name])
        tall = whole.crop((whole.width // 4, 0, whole.width * 3 // 4, whole.height))
        cut = resized(square(tall, down), 48, Image.Resampling.LANCZOS)
        assert compare(read_image(tall), read_image(cut)).likeness is Likeness.SAME


@pytest.mark.parametrize("name", sorted(photographs() | drawings()))
@pytest.mark.parametrize("size", [48, 240])
def test_the_worst_encoding_is_not_taken_for_another_picture(name: str, size: int) -> None:
    original = opened((photographs() | drawings())[name])
    likeness = compare(read_image(original), thumb(original, size, quality=30)).likeness
    assert likeness is not Likeness.DIFFERENT
    assert likeness is Likeness.SAME or name in drawings()


@given(names, names)
@settings(derandomize=True, max_examples=8)
def test_the_order_does_not_matter(one: str, other: str) -> None:
    a, b = read(photographs()[one]), thumb(opened(photographs()[other]), 48)
    assert compare(a, b) == compare(b, a)


@pytest.mark.parametrize("name", sorted(photographs()))
def test_a_picture_is_at_no_distance_from_itself(name: str) -> None:
    picture = read(photographs()[name])
    assert compare(picture, picture) == Comparison(Likeness.SAME, 0.0)


def test_two_people_are_different() -> None:
    people = [read(file) for file in photographs().values()]
    for one, other in combinations(people, 2):
        assert compare(one, other).likeness is Likeness.DIFFERENT


def test_two_people_before_one_wall_are_different() -> None:
    one = read(before_one_wall(0))
    for sitter in range(1, 5):
        other = opened(before_one_wall(sitter))
        for size in THUMBS:
            assert compare(one, thumb(other, size)).likeness is Likeness.DIFFERENT


@pytest.mark.parametrize("sitter", range(5))
def test_two_photographs_of_one_person_are_different(sitter: int) -> None:
    one = read(before_one_wall(sitter))
    other = opened(before_one_wall(sitter, 1))
    for size in THUMBS:
        assert compare(one, thumb(other, size)).likeness is Likeness.DIFFERENT


@pytest.mark.parametrize("alteration", sorted(ALTERATIONS))
@pytest.mark.parametrize("name", ["profile-picture-2.jpg", "user5-128x128.jpg"])
def test_an_altered_photo_is_not_the_same(name: str, alteration: str) -> None:
    original = opened(photographs()[name])
    altered = ALTERATIONS[alteration](original)
    for size in THUMBS:
        assert compare(read_image(original), thumb(altered, size)).likeness is not Likeness.SAME


@pytest.mark.parametrize("alteration", sorted(COLOUR_ALTERATIONS))
def test_a_photo_that_lost_its_colours_is_not_the_same(alteration: str) -> None:
    for file in photographs().values():
        original = opened(file)
        if is_colourful(original):
            faded = COLOUR_ALTERATIONS[alteration](original)
            assert compare(read(file), thumb(faded, 48)).likeness is not Likeness.SAME


def test_somebody_elses_head_before_the_same_wall_is_different() -> None:
    head = with_head_of(opened(photographs()[another_person]))
    original = opened(photographs()[some_person])
    for size in THUMBS:
        altered = thumb(head(original), size)
        assert compare(read_image(original), altered).likeness is Likeness.DIFFERENT


@pytest.mark.parametrize("size", [72, 200])
def test_a_retouch_of_a_hundredth_of_a_photo_is_not_the_same(size: int) -> None:
    chance = Random(1)
    for name, file in sorted(photographs().items()):
        altered = retouched(0.01, 25, chance)(opened(file))
        assert compare(read(file), thumb(altered, size, 90)).likeness is not Likeness.SAME, name


def test_a_strong_retouch_shows_even_in_the_smallest_thumbnail() -> None:
    chance = Random(1)
    for name, file in sorted(photographs().items()):
        altered = retouched(0.01, 40, chance)(opened(file))
        assert compare(read(file), thumb(altered, 48, 90)).likeness is not Likeness.SAME, name


@pytest.mark.parametrize("factor", [0.92, 1.08])
def test_a_photo_in_a_slightly_other_light_is_unsure(factor: float) -> None:
    likeness = {
        name: compare(read(file), thumb(brighter(factor)(opened(file)), 200)).likeness
        for name, file in photographs().items()
    }
    # One is so dark that this is less than re-encoding does.
    assert likeness.pop("bruce-mars.jpg") is Likeness.SAME
    assert set(likeness.values()) == {Likeness.UNSURE}


def test_two_black_pictures_are_compared() -> None:
    black, dark = (read_image(Image.new("RGB", (96, 96), each)) for each in ("#000", "#181818"))
    assert compare(black, black).likeness is Likeness.SAME
    assert compare(black, dark).likeness is Likeness.DIFFERENT


@pytest.mark.parametrize("share", [0.8, 0.85])
def test_a_photo_cut_closer_than_services_do_is_unsure(share: float) -> None:
    chance = Random(1)
    for name in sorted(photographs()):
        original = opened(photographs()[name])
        side = round(original.width * share)
        left, top = (chance.randint(0, original.width - side) for _ in range(2))
        closer = thumb(original.crop((left, top, left + side, top + side)), 200)
        assert compare(read(photographs()[name]), closer).likeness is Likeness.UNSURE, name


def test_between_same_and_different_it_is_unsure() -> None:
    original = opened(photographs()["team-3.jpg"])
    slightly = [
        compare(read_image(original), read_image(brighter(1 + percent / 100)(original)))
        for percent in range(0, 30, 2)
    ]
    seen = [comparison.likeness for comparison in slightly]
    order = [Likeness.SAME, Likeness.UNSURE, Likeness.DIFFERENT]
    assert list(dict.fromkeys(seen)) == order
    assert [c.distance for c in slightly] == sorted(c.distance for c in slightly)


def test_a_head_that_turned_a_little_is_not_the_same() -> None:
    original = opened(photographs()["team-5.jpg"])
    turned = pushed((0.5, 0.35), 0.15, (0.06, 0.0))(original)
    assert compare(read_image(original), thumb(turned, 48)).likeness is Likeness.DIFFERENT


def test_a_closer_cut_of_a_photo_is_not_called_the_same() -> None:
    original = opened(photographs()[some_person])
    side = original.width
    closer = original.crop((side // 4, side // 8, side * 3 // 4, side * 5 // 8))
    assert compare(read_image(original), read_image(closer)).likeness is not Likeness.SAME


def test_a_picture_below_48_pixels_shows_too_little_to_be_called_the_same() -> None:
    original = opened(photographs()[some_person])
    for size in (16, 24, 32, 47):
        small = thumb(original, size)
        assert compare(read_image(original), small).likeness is Likeness.UNSURE
        assert compare(small, small).likeness is Likeness.SAME


def test_metadata_makes_no_difference() -> None:
    original = opened(photographs()[some_person])
    exif, described = Image.Exif(), io.BytesIO()
    exif[270] = "A portrait"
    original.save(described, "JPEG", quality=90, exif=exif)
    bare = jpeg(original, halved_chroma=False)
    assert compare(read(described.getvalue()), read(bare)).distance < 0.1


def test_the_format_does_not_change_the_distance() -> None:
    original = opened(photographs()[some_person])
    assert compare(read(png(original)), read(jpeg(original, 95))).distance < 0.15
