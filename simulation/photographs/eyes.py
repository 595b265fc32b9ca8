"""Eyes with lids, lashes, iris and the window's reflection."""

from PIL import Image

from simulation.photographs.brush import fill, oval, shape, stroke
from simulation.photographs.curve import Point, closed
from simulation.photographs.head import UNIT, Frame
from simulation.photographs.tone import Colour, mixed


def paint_eyes(lit: Image.Image, frame: Frame) -> None:
    """Paint both eyes on the lit face."""
    for side in (-1, 1):
        _ball(lit, frame, side)
        _lids(lit, frame, side)


def _place(frame: Frame, side: int, u: float, v: float) -> Point:
    size = frame.sitter.eye_size * 1.13
    return frame.at(side * (0.292 + u * size), v * size)


def _upper(frame: Frame, side: int) -> list[Point]:
    drop = 0.012 * frame.shot.smile
    line = [
        (-0.135, 0.022), (-0.105, -0.014), (-0.05, -0.05 + drop), (0.02, -0.06 + drop),
        (0.085, -0.038 + drop * 0.6), (0.135, 0.0),
    ]  # fmt: skip
    return [_place(frame, side, u, v) for u, v in line]


def _lower(frame: Frame, side: int) -> list[Point]:
    lift = 0.014 * frame.shot.smile
    line = [(0.135, 0.0), (0.085, 0.032 - lift), (0.01, 0.046 - lift), (-0.07, 0.036 - lift)]
    return [_place(frame, side, u, v) for u, v in [*line, (-0.135, 0.022)]]


def _ball(lit: Image.Image, frame: Frame, side: int) -> None:
    opening = shape(closed(_upper(frame, side) + _lower(frame, side)[1:-1], 6), 0.7)
    layer = Image.new("RGB", lit.size, mixed((206, 198, 192), frame.sitter.skin, 0.16))
    x, y = _place(frame, side, 0.0, -0.008)
    inner = _place(frame, side, -0.128, 0.018)
    fill(layer, (176, 110, 100), oval(inner, 5, 4), 1.6, 0.8)
    fill(layer, (150, 124, 116), oval(_place(frame, side, 0.13, 0.0), 7, 10), 3.5, 0.6)
    _iris(layer, frame.sitter.eyes, (x + 5 * frame.shot.turn, y), 0.0635 * UNIT)
    fill(layer, (46, 30, 28), stroke(_upper(frame, side), 5, 9, 6), 2.4, 0.62)
    fill(layer, (250, 250, 250), oval((x - 3.3, y - 3.6), 1.9, 2.1), 0.5, 0.95)
    fill(layer, (200, 206, 214), oval((x + 3.2, y + 4.0), 1.5, 1.3), 0.8, 0.4)
    lit.paste(layer, (0, 0), opening)


def _iris(layer: Image.Image, colour: Colour, place: Point, radius: float) -> None:
    x, y = place
    fill(layer, mixed(colour, (12, 10, 12), 0.66), oval(place, radius, radius), 0.8)
    fill(layer, colour, oval((x, y + 0.6), radius * 0.8, radius * 0.8), 1.1, 0.95)
    light = mixed(colour, (236, 214, 170), 0.36)
    fill(layer, light, oval((x + 1.6, y + radius * 0.4), radius * 0.5, radius * 0.34), 1.6, 0.8)
    fill(layer, (10, 8, 9), oval(place, radius * 0.43, radius * 0.43), 0.6)


def _lids(lit: Image.Image, frame: Frame, side: int) -> None:
    sitter = frame.sitter
    dark = mixed((22, 14, 12), sitter.hair_colour, 0.12)
    upper, lower = _upper(frame, side), _lower(frame, side)
    thick = 2.2 + 1.9 * sitter.softness
    fill(lit, dark, stroke(upper, 0.8, thick, thick * 0.8), 0.7, 0.9)
    fill(lit, mixed(sitter.skin, dark, 0.6), stroke(lower, 1.4, 1.2, 0.6), 0.9, 0.6)
    fill(
        lit,
        mixed(sitter.skin, (235, 190, 175), 0.4),
        _moved(stroke(lower, 1, 2, 1), 2.2),
        1.2,
        0.35,
    )
    crease = [
        _place(frame, side, u, v)
        for u, v in [
            (-0.13, -0.03),
            (-0.06, -0.084),
            (0.03, -0.094),
            (0.11, -0.062),
            (0.155, -0.025),
        ]
    ]
    fold = mixed(sitter.skin, (50, 22, 18), 0.62)
    fill(lit, fold, stroke(crease, 1, 2.6, 1), 1.2, 0.6)
    if sitter.age > 0.5:
        _crow_feet(lit, frame, side, fold)


def _crow_feet(lit: Image.Image, frame: Frame, side: int, fold: Colour) -> None:
    for rise in (-0.035, 0.0, 0.035):
        start = _place(frame, side, 0.185, rise * 0.6)
        end = _place(frame, side, 0.27, rise * 2.0)
        fill(lit, fold, stroke([start, end], 0.6, 1.6, 0.5), 1.1, 0.36 * frame.sitter.age)
    bag = [_place(frame, side, u, v) for u, v in [(-0.1, 0.085), (0.0, 0.115), (0.1, 0.085)]]
    fill(lit, fold, stroke(bag, 0.8, 2.4, 0.8), 1.6, 0.4 * frame.sitter.age)


def _moved(points: list[Point], down: float) -> list[Point]:
    return [(x, y + down) for x, y in points]
