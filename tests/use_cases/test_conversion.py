"""HEIC and AVIF become PNGs in a process that may take so much and no more."""

import struct
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from pillow_heif import register_heif_opener

from bot.photos.compare import Likeness, compare
from bot.photos.picture import NotAPicture, Picture, read_picture
from bot.photos.portrait import MAX_PIXELS
from bot.use_cases import conversion, converter
from bot.use_cases.conversion import conversion_of, converted
from bot.use_cases.picture_threads import PictureThreads, open_picture_threads
from tests.photos.files import IMAGE, PHOTO, saved

KINDS = ("heif", "avif")
# So that Pillow writes HEIC, as phones do.
register_heif_opener()


@pytest.fixture
async def threads() -> AsyncIterator[PictureThreads]:
    with open_picture_threads() as threads:
        yield threads


def avif(side: int, claimed: int | None = None) -> bytes:
    """An AVIF of one colour, whose header claims to be of another size."""
    file = saved(Image.new("RGB", (side, side), "navy"), "AVIF", speed=10, quality=10)
    size = b"ispe\0\0\0\0" + struct.pack(">II", side, side)
    assert size in file
    return file.replace(size, size[:8] + struct.pack(">II", claimed or side, claimed or side))


def made(file: bytes) -> bytes:
    kind = conversion_of(file)
    assert kind
    png = converted(kind, file)
    assert isinstance(png, bytes)
    return png


def read(file: bytes) -> Picture:
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture


@pytest.mark.parametrize("kind", KINDS)
async def test_a_picture_from_a_phone_can_be_read(kind: str, threads: PictureThreads) -> None:
    png = await threads.readable(saved(IMAGE, kind.upper()))
    assert isinstance(png, bytes)
    assert compare(read(png), read(PHOTO)).likeness is Likeness.SAME


async def test_other_bytes_stay_as_they_are(threads: PictureThreads) -> None:
    for data in (PHOTO, b"", b"hello", b"\0\0\0\x18ftypmp42"):
        assert await threads.readable(data) is data


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_upright_and_has_no_metadata(kind: str) -> None:
    upright, exif = IMAGE.resize((240, 180)), Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "camera"
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    png = made(saved(lying, kind.upper(), exif=exif.tobytes()))
    assert compare(read(png), read(saved(upright, "PNG"))).likeness is Likeness.SAME
    assert not Image.open(BytesIO(png)).getexif()


def test_a_large_picture_is_scaled_and_a_small_one_is_not() -> None:
    large, small = made(avif(2000)), made(avif(300))
    assert (read(large).width, read(small).width) == (MAX_PIXELS, 300)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.6])
def test_a_file_that_ends_too_soon_is_truncated(kind: str, share: float) -> None:
    file = saved(IMAGE, kind.upper())
    assert converted(kind, file[: int(len(file) * share)]) is NotAPicture.TRUNCATED


def test_a_picture_of_more_than_25_megapixels_is_too_large() -> None:
    assert converted("avif", avif(5001)) is NotAPicture.TOO_LARGE


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bound no process")
@pytest.mark.parametrize("mebibytes", [30, 60])
def test_what_takes_more_memory_than_it_claims_is_too_large(
    mebibytes: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = Path(converter.__file__).read_text(encoding="utf-8")
    smaller = tmp_path / "smaller.py"
    smaller.write_text(program.replace("232 << 20", f"{mebibytes} << 20"))
    bomb = avif(5000, 400)
    assert read(made(bomb)).width == 400
    monkeypatch.setattr(converter, "__file__", str(smaller))
    assert converted("avif", bomb) in {NotAPicture.TOO_LARGE, NotAPicture.TRUNCATED}


def test_what_takes_too_long_is_complex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_MAX_SECONDS", 0.001)
    assert converted("avif", saved(IMAGE, "AVIF")) is NotAPicture.COMPLEX


def test_what_ends_the_decoder_is_complex(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import os; os.abort()")
    monkeypatch.setattr(converter, "__file__", str(dying))
    assert converted("heif", saved(IMAGE, "HEIF")) is NotAPicture.COMPLEX
