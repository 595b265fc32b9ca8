"""What pictures cost that are made to cost much, each in a process of its own."""

from collections.abc import Callable

import pytest
from PIL import Image

from bench.pictures import measure
from bot.photos.decode import MAX_BYTES
from bot.photos.picture import NotAPicture, Picture, read_picture
from tests.photos.files import saved
from tests.photos.hostile import HOSTILE, progressive, scans_of

pytestmark = pytest.mark.slow

MAX_SECONDS = 2.0
MAX_MEBIBYTES = 256
# What the bot holds before it reads a picture, and a process that does nothing else does not.
BOT_MEBIBYTES = 100


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_no_picture_costs_more_than_a_large_photo(make: Callable[[], bytes]) -> None:
    file = make()
    assert len(file) <= MAX_BYTES
    cost = measure(file)
    assert cost.seconds < MAX_SECONDS
    assert cost.peak + BOT_MEBIBYTES < MAX_MEBIBYTES


def test_the_more_pixels_a_jpeg_has_the_fewer_scans_are_read() -> None:
    assert isinstance(read_picture(scans_of(5000, 30)), Picture)
    assert read_picture(scans_of(5000, 60)) is NotAPicture.COMPLEX


def test_a_progressive_jpeg_has_25_megapixels_at_the_most() -> None:
    assert isinstance(read_picture(progressive(5000)), Picture)
    assert read_picture(progressive(5001)) is NotAPicture.TOO_LARGE
    assert isinstance(read_picture(saved(Image.new("L", (5001, 5001)), "JPEG")), Picture)
