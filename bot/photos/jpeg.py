"""The segments of a JPEG: what decoding needs of them, and how much work its scans are.

A progressive JPEG is decoded scan by scan, each over the whole picture, and a scan can have twenty
bytes. Pillow goes through each byte and segment before the first scan in Python.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from bot.photos.picture_file import NotAPicture, PictureFile, Refused, orientation_in

MAX_SCANS = 100
MAX_PROGRESSIVE_PIXELS = 25_000_000
# Programs write a progressive JPEG of 25 megapixels with seven million visits of its blocks.
MAX_BLOCK_VISITS = 15_000_000
# Metadata of many kilobytes come in segments of 64 KiB, and tables in several segments a scan.
MAX_SEGMENTS = 2000
_BLOCK_PIXELS = 64
_BLOCK_BYTES = 128
# A marker: not a stuffed zero, not one that restarts a scan, not a fill byte.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_ALONE = frozenset({0x01, 0xD8})
_SOF_BASELINE, _SOF_EXTENDED, _SOF_PROGRESSIVE = 0xC0, 0xC1, 0xC2
_DECODED = frozenset({_SOF_BASELINE, _SOF_EXTENDED, _SOF_PROGRESSIVE})
_DHT, _EOI, _SOS, _DQT, _DRI, _APP0, _APP1, _APP2, _APP14 = (
    *(0xC4, 0xD9, 0xDA, 0xDB, 0xDD),
    *(0xE0, 0xE1, 0xE2, 0xEE),
)
# SOF0 to SOF15 without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {_DHT, 0xC8, 0xCC}
_KEPT = _DECODED | {_DHT, _DQT, _DRI, _APP0, _APP14}
_EXIF, _ICC = b"Exif\0\0", b"ICC_PROFILE\0"


@dataclass(frozen=True)
class _Segment:
    marker: int
    start: int
    end: int
    body: bytes


@dataclass(frozen=True)
class _Frame:
    """The frame header; `blocks` are those of each component, by its id."""

    width: int
    height: int
    is_progressive: bool
    blocks: dict[int, int]


def jpeg_file(data: bytes) -> PictureFile:
    """Keep what decoding needs of a JPEG's first picture; raises Refused."""
    segments = list(_segments(data))
    first = next((n for n, each in enumerate(segments) if each.marker == _SOS), None)
    if first is None:
        raise Refused(NotAPicture.TRUNCATED)
    header, rest = segments[:first], segments[first:]
    frame = _frame_in(header)
    visits, is_buffered = _scans(rest, frame)
    end = rest[-1].end if rest[-1].marker == _EOI else len(data)
    kept = b"".join(data[each.start : each.end] for each in header if each.marker in _KEPT)
    return PictureFile(
        data=b"\xff\xd8" + kept + data[rest[0].start : end],
        width=frame.width,
        height=frame.height,
        more_bytes=_BLOCK_BYTES * sum(frame.blocks.values()) if is_buffered else 0,
        steps=_BLOCK_PIXELS * visits,
        orientation=orientation_in(_body(header, _APP1, _EXIF)),
        profile=_profile(header),
    )


def _segments(data: bytes) -> Iterator[_Segment]:
    """List the segments up to the end of the first picture; raises Refused where there are many."""
    position = 2
    for _ in range(MAX_SEGMENTS):
        found = _MARKER.search(data, position)
        if found is None:
            return
        marker, start, position = found[1][0], found.start(), found.end()
        if marker == _EOI:
            yield _Segment(marker, start, position, b"")
            return
        if marker not in _ALONE:
            length = int.from_bytes(data[position : position + 2], "big")
            yield _Segment(marker, start, position + length, data[position + 2 : position + length])
            position += length
    raise Refused(NotAPicture.COMPLEX)


def _frame_in(header: list[_Segment]) -> _Frame:
    frames = [each for each in header if each.marker in _FRAMES]
    if not frames:
        raise Refused(NotAPicture.TRUNCATED)
    if len(frames) > 1 or frames[0].marker not in _DECODED:
        raise Refused(NotAPicture.COMPLEX)
    try:
        height, width, count = struct.unpack_from(">HHB", frames[0].body, 1)
        parts = list(struct.iter_unpack("BBB", frames[0].body[6 : 6 + 3 * count]))
    except struct.error:
        raise Refused(NotAPicture.TRUNCATED) from None
    return _Frame(
        width, height, frames[0].marker == _SOF_PROGRESSIVE, _blocks(width, height, parts)
    )


def _blocks(width: int, height: int, parts: list[tuple[int, ...]]) -> dict[int, int]:
    """Count the blocks of each component; those at the edges are filled up."""
    sampled = {part: divmod(sampling, 16) for part, sampling, _ in parts}
    across = max((horizontal for horizontal, _ in sampled.values()), default=0)
    down = max((vertical for _, vertical in sampled.values()), default=0)
    if not across or not down:
        raise Refused(NotAPicture.TRUNCATED)
    groups = ceil(width / (8 * across)) * ceil(height / (8 * down))
    return {part: groups * one * other for part, (one, other) in sampled.items()}


def _scans(segments: list[_Segment], frame: _Frame) -> tuple[int, bool]:
    """Return the visits of blocks, and whether all blocks are kept in memory; raises Refused."""
    scans = [each.body[1 : 1 + 2 * each.body[0] : 2] for each in segments if _is_scan(each)]
    visits = sum(frame.blocks.get(part, 0) for scan in scans for part in scan)
    if len(scans) > MAX_SCANS or visits > MAX_BLOCK_VISITS:
        raise Refused(NotAPicture.COMPLEX)
    is_buffered = frame.is_progressive or any(len(scan) < len(frame.blocks) for scan in scans)
    if is_buffered and frame.width * frame.height > MAX_PROGRESSIVE_PIXELS:
        raise Refused(NotAPicture.TOO_LARGE)
    return visits, is_buffered


def _is_scan(segment: _Segment) -> bool:
    return segment.marker == _SOS and bool(segment.body)


def _body(header: list[_Segment], marker: int, begins: bytes) -> bytes:
    bodies = (each.body for each in header if each.marker == marker)
    return next((body for body in bodies if body.startswith(begins)), b"")


def _profile(header: list[_Segment]) -> bytes | None:
    """Join the parts of the ICC profile; None where one is missing."""
    found = (each.body for each in header if each.marker == _APP2)
    parts = sorted(body[len(_ICC) :] for body in found if body.startswith(_ICC))
    # Each begins with its number and the number of all.
    whole = bool(parts) and all(part[1:2] == bytes([len(parts) % 256]) for part in parts)
    return b"".join(part[2:] for part in parts) if whole else None
