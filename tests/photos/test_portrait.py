"""Whatever is sent becomes a square JPEG of a sensible size, or is declined for a reason."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image

from bot.photos.decode import NotAPicture
from bot.photos.portrait import MAX_PIXELS, MIN_PIXELS, Portrait, Unsuitable, portrait
from simulation.photographs import photograph, silhouette

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
    assert small is Unsuitable.TOO_SMALL


def test_a_silhouette_is_declined() -> None:
    assert portrait(silhouette(648)) is Unsuitable.PLACEHOLDER


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
