"""Files that are made to cost much: processor time, memory, or both; most of at most 4 MB."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from random import Random

from PIL import Image

LIMIT = 4 * 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n"
SIDE = 5000
# A coloured PNG has one megapixel less than would be refused.
COLOURED = 4750


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    width: int,
    height: int,
    colours: int,
    *,
    depth: int = 8,
    interlaced: bool = False,
    **more: bytes,
) -> bytes:
    """A PNG of nothing but zeros; `more` are chunks before its pixels."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colours]
    row = 1 + width * channels * depth // 8
    # Interlaced, there are a few bytes more.
    packed = zlib.compressobj(9)
    pixels = b"".join(packed.compress(bytes(row)) for _ in range(height + height // 64 + 20))
    pixels += packed.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, interlaced)
    before = b"".join(chunk(name.encode(), body) for name, body in more.items())
    return PNG + chunk(b"IHDR", header) + before + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _repeated(name: bytes, body: bytes) -> bytes:
    small = png(300, 300, 2)
    start = small.index(b"IDAT") - 4
    one = chunk(name, body)
    return small[:start] + one * ((LIMIT - len(small)) // len(one)) + small[start:]


def png_of_noise() -> bytes:
    """As many pixels as are decoded, and sixteen megabytes: a part of them is noise."""
    row, noisy = 3 * COLOURED, 1100
    packed = zlib.compressobj(1)
    noise = Random(3)
    rows = (b"\0" + noise.randbytes(row) for _ in range(noisy))
    pixels = b"".join(map(packed.compress, rows))
    pixels += packed.compress(bytes((row + 1) * (COLOURED - noisy))) + packed.flush()
    header = struct.pack(">IIBBBBB", COLOURED, COLOURED, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg_of_much_noise() -> bytes:
    """A progressive JPEG of sixteen megabytes, all entropy-coded, and nearly 25 megapixels."""
    noise = Image.frombytes("L", (4900, 4900), Random(4).randbytes(4900 * 4900))
    return _saved(noise.convert("RGB"), "JPEG", progressive=True, quality=50)[: 16 << 20]


def png_of_compressed_texts() -> bytes:
    """Each of 4,000 texts of a kilobyte is a megabyte."""
    return _repeated(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000), 9))


def png_of_compressed_profiles() -> bytes:
    """The same with profiles."""
    return _repeated(b"iCCP", b"a\0\0" + zlib.compress(bytes(1_000_000), 9))


def png_of_empty_chunks() -> bytes:
    """As many chunks as there is room for."""
    return _repeated(b"aaAa", b"")


def png_of_tiny_pixel_chunks() -> bytes:
    """The pixels in chunks of one byte."""
    noise = Image.frombytes("L", (550, 550), Random(1).randbytes(550 * 550))
    whole = _saved(noise, "PNG")
    start = whole.index(b"IDAT")
    length = int.from_bytes(whole[start - 4 : start], "big")
    pixels = whole[start + 4 : start + 4 + length]
    tiny = b"".join(chunk(b"IDAT", pixels[at : at + 1]) for at in range(len(pixels)))
    return (whole[: start - 4] + tiny)[: LIMIT - 12] + chunk(b"IEND", b"")


def _metadata(size: int, entries: int) -> bytes:
    """EXIF whose every tag refers to all of it."""
    head = b"II*\0" + struct.pack("<IH", 8, entries)
    tags = b"".join(
        struct.pack("<HHII", 0x8000 + number % 0x7000, 7, size - 8, 8) for number in range(entries)
    )
    return (head + tags).ljust(size, b"\0")


def png_of_references() -> bytes:
    """Every one of 60,000 tags is four megabytes."""
    return png(300, 300, 2, eXIf=_metadata(LIMIT - 10_000, 60_000))


def jpeg_of_references() -> bytes:
    """Every one of 5,000 tags is 64 kilobytes."""
    file = _photo(300)
    exif = b"Exif\0\0" + _metadata(65_000, 5_000)
    return file[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + file[2:]


def _photo(side: int, **options: object) -> bytes:
    return _saved(Image.linear_gradient("L").resize((side, side)).convert("RGB"), "JPEG", **options)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def scans_of(side: int, scans: int) -> bytes:
    """A progressive JPEG of one colour, with so many scans over all of it."""
    file = _saved(Image.new("RGB", (side, side), "navy"), "JPEG", progressive=True)
    *_, last = _positions(file, b"\xff\xda")
    missing = scans - file.count(b"\xff\xda")
    return file[:-2] + file[last:-2] * missing + file[-2:]


def _positions(file: bytes, marker: bytes) -> Iterator[int]:
    position = file.find(marker)
    while position >= 0:
        yield position
        position = file.find(marker, position + 2)


def jpeg_of_noise() -> bytes:
    """Four megabytes that are all entropy-coded, in ten scans."""
    noise = Image.frombytes("RGB", (2300, 2300), Random(2).randbytes(3 * 2300 * 2300))
    return _saved(noise, "JPEG", progressive=True, quality=40)[:LIMIT]


def jpeg_of_padding() -> bytes:
    """Four megabytes of fill bytes before the first segment."""
    file = _photo(300)
    return file[:2] + b"\xff" * (LIMIT - len(file)) + file[2:]


def jpeg_of_segments() -> bytes:
    """A million comments without a word."""
    file = _photo(300)
    return file[:2] + b"\xff\xfe\0\2" * ((LIMIT - len(file)) // 4) + file[2:]


def jpeg_of_segments_between_scans() -> bytes:
    """The same behind the first scan."""
    file = _photo(300, progressive=True)
    *_, last = _positions(file, b"\xff\xda")
    return file[:last] + b"\xff\xfe\0\2" * ((LIMIT - len(file)) // 4) + file[last:]


def progressive(side: int, mode: str = "RGB", subsampling: int = 2) -> bytes:
    """A progressive JPEG of one colour."""
    image = Image.new(mode, (side, side), 90 if mode == "L" else (90, 60, 30, 0)[: len(mode)])
    return _saved(image, "JPEG", progressive=True, subsampling=subsampling, quality=20)


def gif_of_comments() -> bytes:
    """Four megabytes of one comment before the first picture."""
    file = _saved(Image.new("P", (300, 300)), "GIF")
    at = file.index(b",", 13)
    comment = b"\x21\xfe" + (b"\x01a" * ((LIMIT - len(file) - 3) // 2)) + b"\0"
    return file[:at] + comment + file[at:]


def gif_of_frames() -> bytes:
    """Thousands of frames."""
    frames = [Image.new("P", (150, 150), number % 200) for number in range(3000)]
    return _saved(frames[0], "GIF", save_all=True, append_images=frames[1:], optimize=False)


def gif_of_a_large_frame() -> bytes:
    """One point on the screen, and a picture of 25 megapixels."""
    file = bytearray(_saved(Image.new("P", (SIDE, SIDE)), "GIF"))
    file[6:10] = struct.pack("<HH", 1, 1)
    return bytes(file)


def webp_of_frames() -> bytes:
    """A thousand frames."""
    frames = [Image.new("RGB", (200, 200), (number % 250, 0, 0)) for number in range(1000)]
    return _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], method=0)


def bmp_of_runs() -> bytes:
    """25 megapixels in runs, which Pillow decodes in Python."""
    header = struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 8, 1, 0, 0, 0, 256, 0)
    runs = b"\1\0" * ((LIMIT - 2000) // 2)
    offset = 14 + len(header) + 1024
    file = header + bytes(range(256)) * 4 + runs
    return b"BM" + struct.pack("<IHHI", offset + len(runs), 0, 0, offset) + file


HOSTILE: dict[str, Callable[[], bytes]] = {
    "JPEG of 5,000 scans": lambda: scans_of(SIDE, 5000),
    "JPEG of 100 scans": lambda: scans_of(2500, 100),
    "JPEG of 30 scans, 25 MP": lambda: scans_of(SIDE, 30),
    "JPEG, progressive, 25 MP": lambda: progressive(SIDE),
    "JPEG, progressive, 25 MP, not subsampled": lambda: progressive(SIDE, subsampling=0),
    "JPEG, progressive, CMYK, 16 MP": lambda: progressive(4000, "CMYK", 0),
    "JPEG, progressive, 36 MP": lambda: progressive(6000),
    "JPEG, 49 MP": lambda: _photo(7000, quality=5),
    "JPEG, 49 MP, a strip": lambda: _saved(Image.new("RGB", (65000, 760)), "JPEG"),
    "JPEG, 4 MB of noise": jpeg_of_noise,
    "JPEG, padded": jpeg_of_padding,
    "JPEG of a million segments": jpeg_of_segments,
    "JPEG of a million segments between scans": jpeg_of_segments_between_scans,
    "JPEG, metadata that repeat themselves": jpeg_of_references,
    "PNG, 22.6 MP": lambda: png(COLOURED, COLOURED, 2),
    "PNG, 22.6 MP, 16 MB": png_of_noise,
    "JPEG, progressive, 24 MP, 9 MB": jpeg_of_much_noise,
    "PNG, 22.6 MP, transparent": lambda: png(COLOURED, COLOURED, 6),
    "PNG, 22.6 MP, interlaced": lambda: png(COLOURED, COLOURED, 6, interlaced=True),
    "PNG, 22.6 MP, 16 bits": lambda: png(COLOURED, COLOURED, 6, depth=16),
    "PNG, 25 MP, 16 bits, grey": lambda: png(SIDE, SIDE, 0, depth=16),
    "PNG, 25 MP, palette with transparency": lambda: png(
        SIDE, SIDE, 3, PLTE=bytes(768), tRNS=bytes(256)
    ),
    "PNG, 25 MP, one bit": lambda: png(SIDE, SIDE, 0, depth=1),
    "PNG, a strip of 25 MP": lambda: png(200, 125_000, 6),
    "PNG, 10:1, 22.5 MP": lambda: png(1500, 15_000, 2),
    "PNG, 2,000 MP": lambda: png(44_000, 44_000, 0, depth=1),
    "PNG of compressed texts": png_of_compressed_texts,
    "PNG of compressed profiles": png_of_compressed_profiles,
    "PNG of empty chunks": png_of_empty_chunks,
    "PNG of tiny chunks": png_of_tiny_pixel_chunks,
    "PNG, metadata that repeat themselves": png_of_references,
    "PNG, truncated": lambda: png(COLOURED, COLOURED, 6)[:-2000],
    "GIF of 3,000 frames": gif_of_frames,
    "GIF of a comment": gif_of_comments,
    "GIF of a large frame": gif_of_a_large_frame,
    "WebP of 1,000 frames": webp_of_frames,
    "WebP, 25 MP": lambda: _saved(Image.new("RGB", (SIDE, SIDE)), "WEBP", method=0),
    "WebP, 4.4 MP, lossless": lambda: _saved(
        Image.new("RGBA", (2100, 2100)), "WEBP", lossless=True, method=0
    ),
    "BMP of runs": bmp_of_runs,
    "BMP, 25 MP, one bit": lambda: _saved(Image.new("1", (SIDE, SIDE)), "BMP"),
}
