import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from bot.photos.compare import Likeness, compare
from bot.photos.picture import NotAPicture, Picture, Placeholder, read_picture
from tests.photos.files import ENCODED, IMAGE, PHOTO, saved
from tests.photos.renditions import jpeg

# How a picture lies in a file, for each orientation that the file may give it.
LYING = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def read(file: bytes) -> Picture:
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture


def likeness(file: bytes, image: Image.Image = IMAGE) -> Likeness:
    return compare(read(file), read(saved(image, "PNG"))).likeness


def colour(file: bytes) -> tuple[int, ...]:
    """The RGB colour of the middle."""
    image = read(file).fingerprint.image().convert("RGB")
    pixel = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    return tuple(round(value) for value in pixel)


@pytest.mark.parametrize("kind", sorted(ENCODED))
def test_a_picture_says_its_kind_and_size(kind: str) -> None:
    picture = read(saved(IMAGE.resize((200, 120)), ENCODED[kind]))
    assert (picture.kind, picture.width, picture.height) == (kind, 200, 120)


@pytest.mark.parametrize("kind", sorted(ENCODED.keys() - {"gif"}))
def test_every_kind_shows_the_photo(kind: str) -> None:
    assert likeness(saved(IMAGE, ENCODED[kind])) is Likeness.SAME


def test_a_photo_is_no_placeholder() -> None:
    assert read(PHOTO).placeholder is None


def test_the_same_bytes_give_the_same_picture() -> None:
    assert read_picture(PHOTO) == read_picture(PHOTO)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_its_first_frame(kind: str) -> None:
    frames = [Image.new("RGB", (64, 64), name) for name in ("blue", "red", "lime")]
    file = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    red, green, blue = colour(file)
    assert blue > 200
    assert max(red, green) < 60


def test_cmyk_is_read_in_its_true_colours() -> None:
    assert likeness(saved(IMAGE.convert("CMYK"), "JPEG", quality=95)) is Likeness.SAME


def test_sixteen_bits_are_not_clipped() -> None:
    grey = IMAGE.convert("L")
    deep = grey.convert("I").point(lambda value: value * 257).convert("I;16")
    assert likeness(saved(deep, "PNG"), grey.convert("RGB")) is Likeness.SAME


@pytest.mark.parametrize("mode", ["L", "RGBA", "LA"])
def test_other_modes_show_the_same_picture(mode: str) -> None:
    image = IMAGE.convert(mode)
    assert likeness(saved(image, "PNG"), image.convert("RGB")) is Likeness.SAME


def test_a_palette_is_looked_up() -> None:
    image = IMAGE.convert("P", palette=Image.Palette.ADAPTIVE)
    assert likeness(saved(image, "PNG")) is Likeness.SAME


def test_one_bit_a_pixel_is_read() -> None:
    assert read(saved(IMAGE.convert("1"), "PNG")).placeholder is None


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_is_white(kind: str) -> None:
    clear = Image.new("RGBA", (300, 300), (0, 90, 0, 0))
    assert colour(saved(clear, kind, lossless=True)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_one_transparent_colour_is_white(mode: str) -> None:
    chequered = (b"\0\xff" * 200 + b"\xff\0" * 200) * 200
    image = Image.frombytes("L", (400, 400), chequered).convert("RGB").convert(mode)
    file = saved(image, "PNG", transparency=image.getpixel((0, 0)))
    assert colour(file) == (255, 255, 255)


@pytest.mark.parametrize("orientation", sorted(LYING))
def test_a_photo_is_read_upright(orientation: int) -> None:
    lying = LYING[orientation]
    wide = IMAGE.crop((0, 0, 240, 180))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored = wide if lying is None else wide.transpose(lying)
    picture = read(saved(stored, "JPEG", exif=exif, quality=90))
    assert (picture.width, picture.height) == (240, 180)
    assert compare(picture, read(jpeg(wide))).likeness is Likeness.SAME


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0II*\0",
        b"Exif\0\0MM\0*\0\0\0\x08\0\x20" + bytes(10),
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\xff\xff\xff\xff\x10\0\0\0",
        b"Exif\0\0" + b"\xff" * 40,
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_broken_metadata_is_ignored(exif: bytes, kind: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        picture = read(saved(IMAGE, kind, exif=exif))
    assert (picture.width, picture.height) == (240, 240)
    assert not caught


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_threads_read_pictures_without_warnings() -> None:
    broken = saved(
        IMAGE.resize((20, 20)), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x20" + bytes(10)
    )
    before = list(warnings.filters)
    with ThreadPoolExecutor(8) as threads:
        pictures = list(threads.map(read_picture, [broken] * 200))
    assert set(map(type, pictures)) == {Picture}
    assert list(warnings.filters) == before


def test_a_fingerprint_keeps_few_points_and_shows_none_in_its_text() -> None:
    fingerprint = read(PHOTO).fingerprint
    assert len(fingerprint.points) == 64 * 64 * 3
    assert "points" not in repr(fingerprint)


def test_a_long_strip_is_read_too() -> None:
    picture = read(saved(Image.linear_gradient("L").resize((3000, 4)), "PNG"))
    assert (picture.width, picture.height) == (3000, 4)
    assert compare(picture, read(PHOTO)).likeness is not Likeness.SAME


@settings(max_examples=300)
@given(st.binary(max_size=300))
@example(b"\xff\xd8\xff")
@example(b"\x89PNG\r\n\x1a\n")
@example(b"GIF89a")
@example(b"BM\0\0\0\0\0\0\0\0")
@example(b"RIFF\0\0\0\0WEBP")
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    assert isinstance(read_picture(data), NotAPicture | Picture)


@settings(max_examples=150)
@given(st.sampled_from(sorted(ENCODED)), st.data())
def test_any_damage_is_read_without_an_exception(kind: str, data: st.DataObject) -> None:
    file = bytearray(saved(IMAGE.resize((40, 40)), ENCODED[kind]))
    for _ in range(data.draw(st.integers(1, 6))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    del file[data.draw(st.integers(0, len(file))) :]
    assert isinstance(read_picture(bytes(file)), NotAPicture | Picture)


@settings(max_examples=40)
@given(
    st.sampled_from(["L", "RGB", "RGBA", "LA", "P", "1"]), st.integers(1, 90), st.integers(1, 90)
)
def test_any_size_and_mode_is_read(mode: str, width: int, height: int) -> None:
    picture = read(saved(IMAGE.convert(mode).resize((width, height)), "PNG"))
    assert (picture.width, picture.height) == (width, height)
    assert (picture.placeholder is Placeholder.TINY) == (max(width, height) < 16)
    assert compare(picture, picture).distance == 0
