"""The formats that are decoded: what decoding needs of a file, and what it costs at most.

Pillow reads whatever metadata a file holds, however often it holds them, much of it in Python: a
PNG of 4 MB can hold four thousand compressed profiles of a megabyte each.
"""

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from bot.photos.jpeg import jpeg_file
from bot.photos.picture_file import PIXEL_BYTES, NotAPicture, PictureFile, Refused, orientation_in

# Programs write chunks of 8 KiB and more, and blocks of a GIF's metadata of some dozen bytes.
MAX_CHUNKS = 20_000
MAX_PROFILE_BYTES = 1 << 20
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT"})
# By colour type; grey and palette take one byte for each pixel, or two.
_GREY, _PALETTE = 0, 3
# Two canvases and a third of lossless files, the answer, and Pillow's pixels.
_WEBP_PIXEL_BYTES = 5 * PIXEL_BYTES
_UNCOMPRESSED_BMP = frozenset({0, 3, 6})


@dataclass(frozen=True)
class Format:
    """A format: how its files begin, what is read of them, and Pillow's own class.

    `is_scaled` tells whether Pillow can decode fewer pixels than there are.
    """

    kind: str
    signature: re.Pattern[bytes]
    read: Callable[[bytes], PictureFile]
    opened: Callable[[io.BytesIO], ImageFile]
    is_scaled: bool = False


def png_file(data: bytes) -> PictureFile:
    """Keep a PNG's pixels and colours; raises Refused."""
    kept: dict[bytes, list[bytes]] = {}
    for name, body in _chunks(data):
        kept.setdefault(name, []).append(body)
    header = kept.get(b"IHDR", [b""])[0]
    if len(header) != 13 or b"IDAT" not in kept:
        raise Refused(NotAPicture.TRUNCATED)
    width, height, depth, colours = struct.unpack_from(">IIBB", header)
    single = colours in {_GREY, _PALETTE}
    chunks = [(name, kept[name][0]) for name in (b"IHDR", b"PLTE", b"tRNS") if name in kept]
    pixels = b"".join(kept[b"IDAT"])
    return PictureFile(
        data=_png([*chunks, (b"IDAT", pixels), (b"IEND", b"")]),
        width=width,
        height=height,
        pixel_bytes=max(1, depth // 8) if single else PIXEL_BYTES,
        steps=width * height,
        orientation=orientation_in(kept.get(b"eXIf", [b""])[0]),
        profile=_inflated(kept.get(b"iCCP", [b""])[0]),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """List the chunks that are needed; raises Refused where one is damaged, or there are many."""
    position = len(_PNG_SIGNATURE)
    for _ in range(MAX_CHUNKS):
        head = data[position : position + 8]
        if len(head) < 8 or head[4:] == b"IEND":
            return
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        end = position + 8 + length
        if name in _PNG_KEPT or name in {b"iCCP", b"eXIf"}:
            body = data[position + 8 : end]
            if zlib.crc32(body, zlib.crc32(name)).to_bytes(4, "big") != data[end : end + 4]:
                raise Refused(NotAPicture.TRUNCATED)
            yield name, body
        position = end + 4
    raise Refused(NotAPicture.COMPLEX)


def _png(chunks: list[tuple[bytes, bytes]]) -> bytes:
    parts = [_PNG_SIGNATURE]
    for name, body in chunks:
        crc = zlib.crc32(body, zlib.crc32(name))
        parts += [len(body).to_bytes(4, "big"), name, body, crc.to_bytes(4, "big")]
    return b"".join(parts)


def _inflated(body: bytes) -> bytes | None:
    """Return the profile of an iCCP chunk: a name, a zero, the method, and what is compressed."""
    _, _, packed = body.partition(b"\0")
    try:
        return zlib.decompressobj().decompress(packed[1:], MAX_PROFILE_BYTES) or None
    except zlib.error:
        return None


def gif_file(data: bytes) -> PictureFile:
    """Leave out what stands before a GIF's first picture; raises Refused."""
    if len(data) < 13:
        raise Refused(NotAPicture.TRUNCATED)
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    screen = 13 + (3 << (flags % 8 + 1) if flags & 0x80 else 0)
    control, first = _first_picture(data, screen)
    left, top, across, down = struct.unpack_from("<HHHH", data, first + 1)
    width, height = max(width, left + across), max(height, top + down)
    return PictureFile(
        data=data[:screen] + control + data[first:],
        width=width,
        height=height,
        pixel_bytes=1,
        steps=width * height,
    )


def _first_picture(data: bytes, position: int) -> tuple[bytes, int]:
    """Return the extension that controls the first picture, and where that begins."""
    control = b""
    for _ in range(MAX_CHUNKS):
        match data[position : position + 1]:
            case b",":
                if len(data) < position + 10:
                    break
                return control, position
            case b"!":
                end = _end_of_blocks(data, position + 2)
                if data[position + 1] == 0xF9:
                    control = data[position:end]
                position = end
            case b"":
                break
            case _:
                position += 1
    raise Refused(NotAPicture.TRUNCATED)


def _end_of_blocks(data: bytes, position: int) -> int:
    for _ in range(MAX_CHUNKS):
        length = data[position] if position < len(data) else 0
        position += 1 + length
        if not length:
            return position
    raise Refused(NotAPicture.COMPLEX)


def bmp_file(data: bytes) -> PictureFile:
    """Read the header of a BMP; raises Refused for one that Pillow would decode in Python."""
    try:
        if data[14] == 12:
            width, height, _, depth = struct.unpack_from("<HHHH", data, 18)
            compression = 0
        else:
            width, height, _, depth, compression = struct.unpack_from("<iiHHI", data, 18)
    except (struct.error, IndexError):
        raise Refused(NotAPicture.TRUNCATED) from None
    if compression not in _UNCOMPRESSED_BMP:
        raise Refused(NotAPicture.COMPLEX)
    width, height = abs(width), abs(height)
    pixel_bytes = 1 if depth <= 8 else PIXEL_BYTES
    return PictureFile(data, width, height, pixel_bytes, steps=width * height)


def webp_file(data: bytes) -> PictureFile:
    """Read the size in a WebP's header; raises Refused."""
    try:
        match data[12:16]:
            case b"VP8 ":
                width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
            case b"VP8L":
                (bits,) = struct.unpack_from("<I", data, 21)
                width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
            case b"VP8X" if len(data) >= 30:
                width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
            case _:
                raise Refused(NotAPicture.TRUNCATED)
    except struct.error:
        raise Refused(NotAPicture.TRUNCATED) from None
    return PictureFile(data, width, height, _WEBP_PIXEL_BYTES, steps=width * height)


# Security: uploads are untrusted, and Pillow would try dozens of decoders on them. These five are
# chosen by signature alone.
FORMATS = (
    Format("jpeg", re.compile(rb"\xff\xd8\xff"), jpeg_file, JpegImageFile, is_scaled=True),
    Format("png", re.compile(rb"\x89PNG\r\n\x1a\n"), png_file, PngImageFile),
    Format("gif", re.compile(rb"GIF8[79]a"), gif_file, GifImageFile),
    Format("bmp", re.compile(rb"BM.{4}\0{4}", re.DOTALL), bmp_file, BmpImageFile),
    Format("webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL), webp_file, WebPImageFile),
)
