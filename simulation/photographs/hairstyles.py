"""Hairstyles: where each one's strands run, in face units."""

from collections.abc import Callable
from dataclasses import dataclass

from simulation.photographs.curve import Point
from simulation.photographs.hair import Sheet
from simulation.photographs.head import Frame

Guides = list[list[Point]]


@dataclass(frozen=True, slots=True)
class Style:
    """The sheets of a hairstyle behind the head and neck, and those before."""

    front: list[Sheet]
    back: list[Sheet]


def style(frame: Frame) -> Style:
    """Return the sitter's hairstyle on this frame."""
    return _STYLES[frame.sitter.hair](frame)


def _mirrored(guides: Guides) -> Guides:
    return [[(-u, v) for u, v in guide] for guide in guides]


def _sheet(
    frame: Frame,
    guides: Guides,
    strands: int = 500,
    *,
    wave: float = 0.0,
    curl: float = 0.0,
    stray: float = 2.0,
    solid: bool = True,
) -> Sheet:
    width = frame.sitter.width
    placed = [frame.path([(u * width, v) for u, v in guide]) for guide in guides]
    return Sheet(placed, strands, wave, curl, stray, solid)


_HAIRLINE: list[Point] = [
    (-0.725, 0.02), (-0.67, -0.24), (-0.6, -0.44), (-0.44, -0.6), (-0.2, -0.65),
    (0.0, -0.66), (0.2, -0.65), (0.44, -0.6), (0.6, -0.44), (0.67, -0.24), (0.725, 0.02),
]  # fmt: skip
_OUTLINE: list[Point] = [
    (-0.765, -0.02), (-0.79, -0.34), (-0.77, -0.66), (-0.63, -0.94), (-0.36, -1.12),
    (0.0, -1.17), (0.36, -1.12), (0.63, -0.94), (0.77, -0.66), (0.79, -0.34), (0.765, -0.02),
]  # fmt: skip


def _cap(volume: float = 1.0, sweep: float = 0.0, recede: float = 0.0) -> Guides:
    """Return guides from the hairline to the outline, leaning sideways by `sweep`."""
    return [
        _tuft(start, end, volume, sweep, recede)
        for start, end in zip(_HAIRLINE, _OUTLINE, strict=True)
    ]


def _tuft(start: Point, end: Point, volume: float, sweep: float, recede: float) -> list[Point]:
    (u0, v0), (u1, v1) = start, end
    if v0 < -0.4:
        v0 -= recede * (1 - abs(abs(u0) - 0.4))
    u1 *= 1 + 0.06 * (volume - 1)
    v1 += min(0.0, v1 + 0.3) * 0.16 * (volume - 1)
    lean = sweep * max(0.0, -v0)
    middle = ((u0 + u1) / 2 + lean * 0.7, v0 + (v1 - v0) * 0.55)
    return [(u0, v0), middle, (u1 + (lean * 0.25 if v1 < -0.8 else 0.0), v1)]


def _short(frame: Frame) -> Style:
    return Style([_sheet(frame, _cap(1.0, 0.22), 900)], [])


def _quiff(frame: Frame) -> Style:
    fringe = [
        [(0.5, -0.62), (0.36, -0.84), (0.0, -1.06), (-0.4, -1.08)],
        [(0.2, -0.69), (0.12, -0.92), (-0.16, -1.13), (-0.5, -1.06)],
        [(-0.2, -0.69), (-0.26, -0.88), (-0.42, -1.04), (-0.62, -0.98)],
        [(-0.52, -0.58), (-0.56, -0.7), (-0.64, -0.84), (-0.72, -0.82)],
    ]
    return Style([_sheet(frame, _cap(1.5, -0.2), 700), _sheet(frame, fringe, 380, stray=3)], [])


def _receding(frame: Frame) -> Style:
    return Style([_sheet(frame, _cap(0.6, 0.1, 0.17), 800)], [])


def _crop(frame: Frame) -> Style:
    return Style([_sheet(frame, _cap(0.35), 2600, curl=2.0, stray=1)], [])


def _bald(frame: Frame) -> Style:
    sides = [
        [(-0.72, 0.08), (-0.75, 0.02)], [(-0.7, -0.25), (-0.76, -0.28)],
        [(-0.64, -0.52), (-0.72, -0.54)],
    ]  # fmt: skip
    sheets = [
        _sheet(frame, side, 160, stray=1.0, solid=False) for side in (sides, _mirrored(sides))
    ]
    return Style(sheets, [])


def _curly(frame: Frame) -> Style:
    return Style([_sheet(frame, _cap(2.0), 1500, curl=8.0)], [])


def _afro(frame: Frame) -> Style:
    guides = [
        [(u0, v0), (u1 * 1.16, (v1 + 0.3) * 1.14 - 0.3), (u1 * 1.4, (v1 + 0.3) * 1.34 - 0.34)]
        for (u0, v0), (u1, v1) in zip(_HAIRLINE, _OUTLINE, strict=True)
    ]
    low = [[(0.7, -0.1), (0.9, -0.1), (1.06, -0.1)], [(0.72, 0.3), (0.85, 0.36), (0.96, 0.3)]]
    sheets = [_sheet(frame, part, 420, curl=5.0) for part in (low, _mirrored(low))]
    return Style([_sheet(frame, guides, 3200, curl=5.0)], sheets)


def _curtain(length: float, width: float, part: float) -> Guides:
    """Return the right half of hair parted at `part`, that falls to `length`."""
    arch = part / 2 + 0.25
    return [
        [
            (part - 0.05, -0.68), (arch - 0.05, -0.68), (0.38, -0.62), (0.57, -0.38), (0.63, 0.0),
            (0.63 * width, 0.45), (0.46 * width, length),
        ],
        [
            (part - 0.03, -0.92), (arch, -0.93), (0.44, -0.84), (0.68, -0.48), (0.74, 0.0),
            (0.78 * width, 0.5), (0.74 * width, length + 0.08),
        ],
        [
            (part, -1.17), (arch, -1.21 + 0.4 * arch * arch), (0.56, -1.06), (0.83, -0.62),
            (0.89, 0.0), (0.97 * width, 0.55), (0.98 * width, length - 0.06),
        ],
    ]  # fmt: skip


def _parted(frame: Frame, length: float, width: float, wave: float, strands: int = 950) -> Style:
    part = 0.2
    right, left = _curtain(length, width, part), _mirrored(_curtain(length, width, -part))
    back = [
        [(u, -0.6), (u * 1.25 * width, 0.2), (u * 1.25 * width, length + 0.1 - u * u * 0.2)]
        for u in (-0.72, -0.35, 0.0, 0.35, 0.72)
    ]
    fronts = [_sheet(frame, half, strands, wave=wave) for half in (left, right)]
    return Style(fronts, [_sheet(frame, back, 420, wave=wave)])


def _long(frame: Frame) -> Style:
    return _parted(frame, 1.75, 1.0, 1.5)


def _wavy(frame: Frame) -> Style:
    return _parted(frame, 1.4, 1.16, 10.0)


def _bob(frame: Frame) -> Style:
    return _parted(frame, 0.82, 1.08, 1.0)


def _fringe(frame: Frame) -> Style:
    bangs = [
        [(-0.12, -1.02), (-0.48, -0.74), (-0.6, -0.26)],
        [(-0.04, -1.04), (-0.2, -0.74), (-0.24, -0.27)],
        [(0.04, -1.04), (0.2, -0.74), (0.24, -0.27)],
        [(0.12, -1.02), (0.48, -0.74), (0.6, -0.26)],
    ]
    bob = _bob(frame)
    return Style([*bob.front, _sheet(frame, bangs, 900, stray=3.0, solid=False)], bob.back)


def _swept(frame: Frame) -> Style:
    locks = [
        [(0.5, -0.98), (0.56, -0.76), (0.5, -0.5)],
        [(0.16, -1.08), (0.22, -0.76), (0.1, -0.46)],
        [(-0.2, -1.06), (-0.26, -0.74), (-0.36, -0.42)],
        [(-0.5, -0.9), (-0.58, -0.64), (-0.64, -0.32)],
    ]
    return Style(
        [_sheet(frame, _cap(1.2, 0.1), 700), _sheet(frame, locks, 700, stray=5.0, solid=False)], []
    )


def _tied(frame: Frame) -> Style:
    return Style([_sheet(frame, _cap(0.3, 0.0), 1000, stray=1.0)], [])


def _bun(frame: Frame) -> Style:
    knot = [
        [(-0.28, -1.05), (-0.26, -1.24), (0.0, -1.38), (0.26, -1.24), (0.3, -1.05)],
        [(-0.18, -1.0), (-0.12, -1.12), (0.0, -1.18), (0.12, -1.12), (0.2, -1.0)],
        [(-0.04, -0.98), (-0.03, -1.0), (0.0, -1.02), (0.03, -1.0), (0.04, -0.98)],
    ]
    return Style(_tied(frame).front, [_sheet(frame, knot, 260, stray=3.0)])


def _ponytail(frame: Frame) -> Style:
    tail = [
        [(0.2, -0.6), (0.86, -0.1), (0.9, 0.7), (0.72, 1.6)],
        [(0.1, -0.4), (0.68, 0.1), (0.62, 0.8), (0.46, 1.5)],
    ]  # fmt: skip
    tied = _tied(frame)
    return Style(tied.front, [_sheet(frame, tail, 380, wave=3.0)])


def _curls_long(frame: Frame) -> Style:
    right = _curtain(1.15, 1.25, 0.0)
    sheets = [_sheet(frame, part, 2600, curl=7.0) for part in (_mirrored(right), right)]
    back = [[(u, -0.6), (u * 1.4, 0.2), (u * 1.3, 1.0)] for u in (-0.7, 0.0, 0.7)]
    return Style(sheets, [_sheet(frame, back, 1100, curl=8.0)])


def _covered(frame: Frame) -> Style:
    return Style([], [])


_STYLES: dict[str, Callable[[Frame], Style]] = {
    "short": _short, "swept": _swept, "quiff": _quiff, "receding": _receding, "crop": _crop,
    "bald": _bald, "curly": _curly, "afro": _afro, "long": _long, "wavy": _wavy, "bob": _bob,
    "fringe": _fringe, "tied": _tied, "bun": _bun, "ponytail": _ponytail, "curls": _curls_long,
    "covered": _covered,
}  # fmt: skip
