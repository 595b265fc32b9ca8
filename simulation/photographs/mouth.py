"""Lips, the line between them and teeth."""

from PIL import Image

from simulation.photographs.brush import fill, raised, stroke
from simulation.photographs.curve import Point, closed
from simulation.photographs.field import Field
from simulation.photographs.head import Frame
from simulation.photographs.tone import Colour, mixed


def raised_lips(height: Field, frame: Frame) -> Field:
    """Return `height` with the two lips swelling."""
    height = raised(height, _upper(frame), 3.4 * frame.sitter.lips, 2.6)
    return raised(height, _lower(frame), 6.5 * frame.sitter.lips, 4.2)


def tint_lips(skin: Image.Image, frame: Frame) -> None:
    """Colour the lips before light falls on them."""
    red_part, green_part, blue_part = frame.sitter.skin
    rose = (round(red_part * 0.78 + 24), round(green_part * 0.42 + 14), round(blue_part * 0.5 + 16))
    red = mixed(frame.sitter.skin, rose, 0.55 + 0.35 * frame.sitter.softness)
    fill(skin, mixed(red, (90, 30, 34), 0.16), closed(_upper(frame)), 1.6, 0.85)
    fill(skin, red, closed(_lower(frame)), 1.9, 0.8)


def paint_mouth(lit: Image.Image, frame: Frame) -> None:
    """Draw the dark line between the lips, the corners and, in a wide smile, the teeth."""
    dark = mixed(frame.sitter.skin, (40, 10, 12), 0.82)
    if frame.shot.teeth:
        _teeth(lit, frame, dark)
    else:
        line = [(u, _seam(frame, u)) for u in (-1, -0.6, -0.25, 0, 0.25, 0.6, 1)]
        path = [frame.at(u * _wide(frame), v) for u, v in line]
        fill(lit, dark, stroke(path, 1.6, 3.4, 1.6), 0.9, 0.85)
    for side in (-1, 1):
        corner = frame.at(side * _wide(frame) * 1.01, _seam(frame, 1) + 0.004)
        end = frame.at(side * _wide(frame) * 1.07, _seam(frame, 1) - 0.012)
        fill(lit, dark, stroke([corner, end], 3, 3, 1), 2.0, 0.5)


def _teeth(lit: Image.Image, frame: Frame, dark: Colour) -> None:
    wide = _wide(frame)
    steps = [i / 6 for i in range(-6, 7)]
    upper = [frame.at(u * wide * 0.94, _seam(frame, u) - 0.006) for u in steps]
    lower = [frame.at(u * wide * 0.94, _gape(frame, u)) for u in steps]
    fill(lit, dark, upper + lower[::-1], 0.8, 0.95)
    edge = [
        frame.at(u * wide * 0.86, _seam(frame, u) + (_gape(frame, u) - _seam(frame, u)) * 0.86)
        for u in steps
    ]
    top = [frame.at(u * wide * 0.86, _seam(frame, u) - 0.004) for u in steps]
    fill(lit, (222, 212, 200), top + edge[::-1], 0.9, 0.96)
    for u in (-0.62, -0.42, -0.21, 0.0, 0.21, 0.42, 0.62):
        gap = [
            frame.at(u * wide * 0.86, _seam(frame, u)),
            frame.at(u * wide * 0.86, _gape(frame, u)),
        ]
        fill(lit, (150, 120, 110), stroke(gap, 0.8, 0.8, 1.2, 2), 0.5, 0.35)
    for side in (-1, 1):
        shade = [frame.at(side * wide * u, _seam(frame, u) + 0.01) for u in (0.9, 0.6)]
        fill(lit, dark, stroke(shade, 14, 9, 2), 3.5, 0.65)
    fill(lit, dark, stroke(upper, 2.2, 3, 2.2, 2), 1.0, 0.6)


def _wide(frame: Frame) -> float:
    return 0.235 + 0.055 * frame.shot.smile + (0.02 if frame.shot.teeth else 0.0)


def _seam(frame: Frame, u: float) -> float:
    """Return the lower edge of the upper lip; `u` runs from -1 to 1 between the corners."""
    dip = 0.008 * (1 - min(1.0, abs(u) * 3))
    return 0.635 + dip - 0.052 * frame.shot.smile * u * u


def _gape(frame: Frame, u: float) -> float:
    """Return the upper edge of the lower lip."""
    gap = 0.085 if frame.shot.teeth else 0.0
    return _seam(frame, u) + gap * (1 - u * u)


def _upper(frame: Frame) -> list[Point]:
    full = frame.sitter.lips * (0.75 if frame.shot.teeth else 1.0)
    top = [(-1.0, 0.0), (-0.55, 0.045), (-0.22, 0.074), (0, 0.06), (0.22, 0.074), (0.55, 0.045)]
    bottom = [(1.0, 0.0), (0.5, -0.002), (0.0, -0.004), (-0.5, -0.002)]
    return [frame.at(u * _wide(frame), _seam(frame, u) - rise * full) for u, rise in top + bottom]


def _lower(frame: Frame) -> list[Point]:
    full = frame.sitter.lips
    top = [(-0.97, 0.002), (-0.5, 0.0), (0.0, 0.0), (0.5, 0.0), (0.97, 0.002)]
    bottom = [(0.55, 0.058), (0.2, 0.086), (-0.2, 0.086), (-0.55, 0.058)]
    return [frame.at(u * _wide(frame), _gape(frame, u) + drop * full) for u, drop in top + bottom]
