"""Whatever is sent becomes a square JPEG of a sensible size, or is declined for a reason."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image

from bot.photos.decode import NotAPicture
from bot.photos.portrait import (
    LARGE_ROUND,
    MAX_PIXELS,
    MIN_PIXELS,
    SMALL_ROUND,
    Cut,
    Portrait,
    TooSmall,
    cut_again,
    portrait,
)
from simulation.photographs import photograph
from tests.photos.files import saved

MAX_GRAPH_BYTES = 4 * 1024 * 1024


def made(data: bytes) -> Portrait:
    square = portrait(data)
    assert isinstance(square, Portrait)
    return square


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as image:
        image.load()
        return image


@pytest.mark.parametrize(
    ("size", "pixels"),
    [((648, 648), 648), ((900, 700), 700), ((200, 300), 200), ((3000, 2000), MAX_PIXELS)],
)
def test_the_middle_is_cut_to_a_square(size: tuple[int, int], pixels: int) -> None:
    square = made(photograph(1, width=size[0], height=size[1]))
    assert (square.pixels, opened(square.jpeg).size) == (pixels, (pixels, pixels))
    assert opened(square.jpeg).format == "JPEG"


def test_even_noise_stays_within_what_graph_takes() -> None:
    noise, photographed = BytesIO(), opened(photograph(1, width=1400, height=1400))
    grain = Image.effect_noise(photographed.size, 200).convert("RGB")
    Image.blend(photographed.convert("RGB"), grain, 0.5).save(noise, "PNG")
    assert len(made(noise.getvalue()).jpeg) < MAX_GRAPH_BYTES


def test_camera_metadata_is_removed() -> None:
    exif, data = Image.Exif(), BytesIO()
    exif[ExifTags.Base.Make] = "camera"
    opened(photograph(1)).save(data, "JPEG", exif=exif)
    assert not opened(made(data.getvalue()).jpeg).getexif()


def test_a_picture_that_is_too_small_is_declined() -> None:
    assert isinstance(portrait(photograph(1, width=MIN_PIXELS, height=400)), Portrait)
    small = portrait(photograph(1, width=MIN_PIXELS - 1, height=400))
    assert small == TooSmall(MIN_PIXELS - 1)


# Five stripes along the long side, of which a square shows one and a bit.
STRIPES = ("red", "yellow", "lime", "blue", "black")


def striped(width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height))
    for number, colour in enumerate(STRIPES):
        if width > height:
            box = (width * number // 5, 0, width * (number + 1) // 5, height)
        else:
            box = (0, height * number // 5, width, height * (number + 1) // 5)
        image.paste(colour, box)
    return saved(image, "PNG")


@pytest.mark.parametrize("size", [(1500, 500), (500, 1500)])
@pytest.mark.parametrize(("cut", "colour"), list(zip(Cut, STRIPES, strict=True)))
def test_the_cut_moves_along_the_long_side(size: tuple[int, int], cut: Cut, colour: str) -> None:
    square = cut_again(made(striped(*size)), cut)
    middle = opened(square.jpeg).resize((1, 1), box=(240, 240, 260, 260)).getpixel((0, 0))
    expected = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    assert isinstance(middle, tuple)
    assert isinstance(expected, tuple)
    assert max(abs(a - b) for a, b in zip(middle, expected, strict=True)) < 60


def test_the_cut_moves_in_five_steps() -> None:
    assert [cut.share for cut in Cut] == [0, 0.25, 0.5, 0.75, 1]
    assert (Cut.START.step(-1), Cut.START.step(1)) == (None, Cut.NEAR_START)
    assert (Cut.END.step(1), Cut.CENTRE.step(1)) == (None, Cut.NEAR_END)


def test_moving_the_cut_back_gives_the_same_picture() -> None:
    first = cut_again(made(photograph(1, width=800, height=1000)), Cut.END)
    assert cut_again(cut_again(first, Cut.START), Cut.END) == first


def test_a_square_has_no_other_cut_and_a_strip_is_far_from_one() -> None:
    square, phone, strip = (made(photograph(1, width=600, height=h)) for h in (600, 800, 1300))
    assert [each.is_movable for each in (square, phone, strip)] == [False, True, True]
    assert [each.is_far_from_square for each in (square, phone, strip)] == [False, False, True]


def test_a_picture_is_shown_round_on_white() -> None:
    square = made(photograph(1, wall="cafe", width=600, height=600))
    for jpeg, width in ((square.large, LARGE_ROUND), (square.small, SMALL_ROUND)):
        shown = opened(jpeg).convert("L")
        # Twice as fine as it is shown.
        assert shown.size == (2 * width, 2 * width)
        corner, rim = shown.tobytes()[0], shown.tobytes()[4 * shown.width + width]
        assert corner > 240 > rim


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", NotAPicture.EMPTY),
        (b"%PDF-1.7", NotAPicture.NOT_AN_IMAGE),
        (photograph(1)[:3000], NotAPicture.TRUNCATED),
    ],
)
def test_bytes_that_are_not_a_picture_are_declined(data: bytes, why: NotAPicture) -> None:
    assert portrait(data) is why
