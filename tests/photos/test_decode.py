"""Which bytes are a picture, and how much of the memory they may take."""

import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from bot.photos.compare import Likeness, compare
from bot.photos.decode import MAX_BYTES, MAX_DECODED_PIXELS, MAX_PIXELS
from bot.photos.jpeg import MAX_SCANS
from bot.photos.picture import NotAPicture, Picture, read_picture
from bot.photos.portrait import Portrait, portrait
from tests.photos.files import ENCODED, IMAGE, PHOTO, saved
from tests.photos.hostile import (
    bmp_of_runs,
    gif_of_comments,
    jpeg_of_padding,
    jpeg_of_references,
    jpeg_of_segments,
    jpeg_of_segments_between_scans,
    png_of_compressed_profiles,
    png_of_compressed_texts,
    png_of_empty_chunks,
    png_of_references,
    png_of_tiny_pixel_chunks,
    scans_of,
)
from tests.processor_time import processor_seconds


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose header promises more pixels than it has."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def with_the_first_scan_repeated(side: int, scans: int) -> bytes:
    """A JPEG that is not progressive, but in scans of one component each; one comes often."""
    head, *rest = saved(Image.new("RGB", (side, side), "navy"), "JPEG").split(b"\xff\xda")
    [whole] = rest
    entropy = whole[12:-2]
    one = b"\xff\xda\0\x08\1\1\0\0\x3f\0" + entropy
    return head + one * scans + b"\xff\xd9"


def read(file: bytes) -> Picture:
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture


def test_an_empty_file_is_empty() -> None:
    assert read_picture(b"") is NotAPicture.EMPTY


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><title>Sign in</title>",
        b'{"error": {"code": "ImageNotFound"}}',
        b"%PDF-1.7",
        b"BMW and other cars",
        b"II*\0" + bytes(200),
        b"\0\0\0\x18ftypmp42" + bytes(200),
        b"RIFF\x24\0\0\0WAVEfmt ",
    ],
)
def test_other_bytes_are_no_image(data: bytes) -> None:
    assert read_picture(data) is NotAPicture.NOT_AN_IMAGE


@pytest.mark.parametrize("kind", sorted(ENCODED))
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_file_that_ends_too_soon_is_truncated(kind: str, share: float) -> None:
    file = saved(IMAGE, ENCODED[kind])
    assert read_picture(file[: max(20, int(len(file) * share))]) is NotAPicture.TRUNCATED


def test_a_damaged_png_is_truncated() -> None:
    file = bytearray(saved(IMAGE, "PNG"))
    file[len(file) // 2] ^= 0xFF
    assert read_picture(bytes(file)) is NotAPicture.TRUNCATED


@pytest.mark.parametrize("side", [8_000, 30_000, 65_000])
def test_a_decompression_bomb_is_too_large(side: int) -> None:
    assert read_picture(png_that_claims(side, side)) is NotAPicture.TOO_LARGE


def test_a_decompression_bomb_is_recognised_before_it_is_decoded() -> None:
    side = int(MAX_PIXELS**0.5) + 1
    file = saved(Image.new("1", (side, side)), "PNG")
    assert len(file) < 100_000
    assert read_picture(file) is NotAPicture.TOO_LARGE


def test_a_jpeg_may_have_as_many_pixels_as_people_are_told() -> None:
    largest, larger = (Image.new("L", (10_000, height), 90) for height in (5_000, 5_001))
    assert isinstance(read_picture(saved(largest, "JPEG")), Picture)
    assert read_picture(saved(larger, "JPEG")) is NotAPicture.TOO_LARGE


def test_what_cannot_be_decoded_smaller_may_have_fewer_pixels() -> None:
    side = int(MAX_DECODED_PIXELS**0.5) + 1
    large = Image.new("L", (side, side), 90)
    assert read_picture(saved(large, "PNG")) is NotAPicture.TOO_LARGE
    assert isinstance(read_picture(saved(large, "JPEG")), Picture)


@pytest.mark.parametrize("make", [scans_of, with_the_first_scan_repeated])
def test_a_jpeg_of_more_than_100_scans_is_complex(make: Callable[[int, int], bytes]) -> None:
    assert isinstance(read_picture(make(200, MAX_SCANS)), Picture)
    assert read_picture(make(200, MAX_SCANS + 1)) is NotAPicture.COMPLEX


@pytest.mark.parametrize(
    "make",
    [
        png_of_compressed_texts,
        png_of_compressed_profiles,
        png_of_references,
        jpeg_of_references,
        jpeg_of_padding,
    ],
)
def test_metadata_cost_nothing(make: Callable[[], bytes]) -> None:
    file = make()
    assert isinstance(read_picture(file), Picture)
    assert processor_seconds(lambda: read_picture(file)) < 0.2


@pytest.mark.parametrize(
    "make",
    [
        png_of_empty_chunks,
        png_of_tiny_pixel_chunks,
        jpeg_of_segments,
        jpeg_of_segments_between_scans,
        gif_of_comments,
        bmp_of_runs,
    ],
)
def test_a_file_that_takes_a_million_steps_is_complex(make: Callable[[], bytes]) -> None:
    file = make()
    assert read_picture(file) is NotAPicture.COMPLEX
    assert processor_seconds(lambda: read_picture(file)) < 0.1


def test_the_size_of_a_gif_is_that_of_its_first_picture_too() -> None:
    small = saved(Image.new("P", (300, 300), 3), "GIF")
    assert read_picture(small[:6] + b"\1\0\1\0" + small[10:]) == read_picture(small)


def test_what_is_reduced_in_bands_looks_as_if_reduced_at_once() -> None:
    large = IMAGE.resize((1300, 1000))
    assert compare(read(saved(large, "BMP")), read(saved(IMAGE, "PNG"))).distance < 0.1
    palette = large.convert("P", palette=Image.Palette.ADAPTIVE)
    assert compare(read(saved(palette, "BMP")), read(saved(IMAGE, "PNG"))).distance < 0.25


@pytest.mark.parametrize("size", [(2000, 300), (300, 2000), (2601, 1300), (1300, 2601)])
def test_the_middle_of_a_strip_is_whole(size: tuple[int, int]) -> None:
    width, height = size
    strip = Image.new("RGB", size, "blue")
    side = min(size)
    strip.paste(IMAGE.resize((side, side)), ((width - side) // 2, (height - side) // 2))
    square = portrait(saved(strip, "BMP"))
    assert isinstance(square, Portrait)
    assert compare(square.picture, read(saved(IMAGE, "PNG"))).likeness is Likeness.SAME


def test_a_file_with_too_many_bytes_is_not_decoded() -> None:
    assert read_picture(PHOTO + bytes(MAX_BYTES)) is NotAPicture.TOO_LARGE


def test_what_follows_the_picture_is_ignored() -> None:
    assert read_picture(PHOTO + bytes(1000)) == read_picture(PHOTO)
