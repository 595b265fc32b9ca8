import io

import pytest
from PIL import ExifTags, Image, ImageStat

from bot.photos.compare import Likeness, compare
from bot.photos.picture import PREVIEW_PIXELS, Picture, read_picture
from bot.photos.portrait import thumbnails
from tests.photos.photographs import opened, photographs
from tests.photos.renditions import jpeg, png, portrait

PHOTO = photographs()["profile-picture-3.jpg"]
BANDS = ("red", "green", "blue")


def read(file: bytes) -> Picture:
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture


def with_orientation(image: Image.Image, orientation: int) -> bytes:
    exif, file = Image.Exif(), io.BytesIO()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "Somebody"
    image.save(file, "JPEG", quality=95, exif=exif)
    return file.getvalue()


def striped(size: tuple[int, int]) -> Image.Image:
    """Three bands from top to bottom."""
    image = Image.new("RGB", size)
    third = size[1] // 3
    for number, colour in enumerate(BANDS):
        image.paste(colour, (0, number * third, size[0], (number + 1) * third))
    return image


@pytest.mark.parametrize(("size", "pixels"), [("S", 48), ("M", 72), ("L", 200)])
def test_each_thumbnail_is_a_square_jpeg_of_its_size(size: str, pixels: int) -> None:
    made = Image.open(io.BytesIO(thumbnails(PHOTO)[size]))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (pixels, pixels))


def test_every_thumbnail_shows_the_photo() -> None:
    for file in photographs().values():
        for made in thumbnails(file).values():
            assert compare(read(file), read(made)).likeness is Likeness.SAME


def test_thumbnails_of_a_portrait_show_its_middle() -> None:
    tall = striped((300, 900))
    made = Image.open(io.BytesIO(thumbnails(png(tall))["L"]))
    assert {made.getpixel((100, row)) for row in (5, 100, 195)} == {made.getpixel((100, 100))}
    shape = portrait(opened(PHOTO))
    assert compare(read(jpeg(shape)), read(thumbnails(jpeg(shape))["S"])).likeness is Likeness.SAME


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    lying = striped((240, 240)).transpose(Image.Transpose.ROTATE_90)
    made = Image.open(io.BytesIO(thumbnails(with_orientation(lying, 6))["L"]))
    strongest = [ImageStat.Stat(made.crop((80, row, 120, row + 20))).mean for row in (20, 90, 160)]
    assert [BANDS[mean.index(max(mean))] for mean in strongest] == ["red", "green", "blue"]


def test_metadata_is_left_behind() -> None:
    file = with_orientation(opened(PHOTO), 1)
    assert b"Somebody" in file
    for made in (*thumbnails(file).values(), read(file).preview):
        assert not {"exif", "icc_profile", "comment"} & Image.open(io.BytesIO(made)).info.keys()


def test_a_preview_is_small_and_square() -> None:
    made = read(jpeg(portrait(opened(PHOTO)))).preview
    assert Image.open(io.BytesIO(made)).size == (PREVIEW_PIXELS, PREVIEW_PIXELS)
    assert len(made) < 8_000


def test_a_small_picture_is_not_enlarged_for_its_preview() -> None:
    made = read(thumbnails(PHOTO)["S"]).preview
    assert Image.open(io.BytesIO(made)).size == (48, 48)


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert Image.open(io.BytesIO(read(png(clear)).preview)).getpixel((10, 10)) == (255, 255, 255)


def test_thumbnails_are_made_again_byte_for_byte() -> None:
    assert thumbnails(PHOTO) == thumbnails(PHOTO)


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "EMPTY"), (b"hello", "NOT_AN_IMAGE"), (PHOTO[:5000], "TRUNCATED")]
)
def test_bytes_that_are_not_a_picture_raise_an_error_that_names_the_reason(
    data: bytes, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        thumbnails(data)
