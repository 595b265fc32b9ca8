"""Which bytes are a picture, and how much of the memory they may take."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from bot.photos.decode import LARGE_LOCK, MAX_BYTES, MAX_DECODED_PIXELS, MAX_PIXELS
from bot.photos.picture import NotAPicture, Picture, read_picture
from tests.photos.files import ENCODED, IMAGE, PHOTO, saved


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose header promises more pixels than it has."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


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
        b"\0\0\0\x18ftypheic" + bytes(200),
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


def test_what_cannot_be_decoded_smaller_may_have_fewer_pixels() -> None:
    side = int(MAX_DECODED_PIXELS**0.5) + 1
    large = Image.new("L", (side, side), 90)
    assert read_picture(saved(large, "PNG")) is NotAPicture.TOO_LARGE
    assert isinstance(read_picture(saved(large, "JPEG")), Picture)


def test_large_pictures_wait_for_each_other_and_others_do_not() -> None:
    large = saved(Image.new("L", (2100, 2100), 90), "PNG")
    with ThreadPoolExecutor() as threads, LARGE_LOCK:
        waiting = threads.submit(read_picture, large)
        assert isinstance(threads.submit(read_picture, PHOTO).result(), Picture)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        LARGE_LOCK.release()
        assert isinstance(waiting.result(), Picture)
        LARGE_LOCK.acquire()


def test_a_file_with_too_many_bytes_is_not_decoded() -> None:
    assert read_picture(PHOTO + bytes(MAX_BYTES)) is NotAPicture.TOO_LARGE


def test_what_follows_the_picture_is_ignored() -> None:
    assert read_picture(PHOTO + bytes(1000)) == read_picture(PHOTO)
