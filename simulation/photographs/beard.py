"""Beards and moustaches: a shadow on the skin, then short hairs."""

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from simulation.photographs.brush import fill_all
from simulation.photographs.curve import Point
from simulation.photographs.hair import Sheet
from simulation.photographs.head import Frame
from simulation.photographs.tone import mixed

Guides = list[list[Point]]


@dataclass(frozen=True, slots=True)
class Growth:
    """Where a beard grows and how thick: how far it darkens skin, its hairs and their size."""

    parts: tuple[str, ...]
    tint: float
    hairs: int
    curl: float
    length: float = 0.0


_GROWTHS = {
    "none": Growth((), 0.0, 0, 1.0),
    "stubble": Growth(("jaw", "lip"), 0.4, 0, 1.0),
    "short": Growth(("jaw", "lip"), 0.7, 1800, 1.8),
    "full": Growth(("jaw", "lip"), 0.9, 4200, 2.6, 0.08),
    "goatee": Growth(("chin", "lip"), 0.55, 700, 2.6, 0.03),
    "moustache": Growth(("lip",), 0.6, 520, 3.0),
}


def tint_beard(skin: Image.Image, frame: Frame) -> None:
    """Darken the skin under the beard before light falls on it."""
    growth = _GROWTHS[frame.sitter.beard]
    colour = mixed(frame.sitter.hair_colour, frame.sitter.skin, 0.25)
    for part in growth.parts:
        for guides in _guides(frame, part, growth.length):
            quads = [
                [*frame.path(one), *frame.path(other)[::-1]] for one, other in pairwise(guides)
            ]
            fill_all(skin, colour, quads, 5.0, growth.tint)


def beard(frame: Frame) -> list[Sheet]:
    """Return the beard's hairs."""
    growth = _GROWTHS[frame.sitter.beard]
    sides = [
        (part, guides) for part in growth.parts for guides in _guides(frame, part, growth.length)
    ]
    return [
        Sheet(
            [frame.path(guide) for guide in guides],
            growth.hairs // (5 if part == "lip" else 2),
            curl=growth.curl * (0.7 if part == "lip" else 1.0),
            solid=False,
        )
        for part, guides in sides
        if growth.hairs
    ]


def _guides(frame: Frame, part: str, length: float) -> list[Guides]:
    right = {"jaw": _jaw, "chin": _chin, "lip": _lip}[part](frame, length)
    return [right, [[(-u, v) for u, v in guide] for guide in right]]


def _jaw(frame: Frame, length: float) -> Guides:
    edge = frame.half_width
    return [
        [(edge(0.12) * 0.93, 0.06), (edge(0.12) * 0.99, 0.1)],
        [(edge(0.3) * 0.86, 0.34), (edge(0.3) * 1.0, 0.3)],
        [(edge(0.5) * 0.74, 0.54), (edge(0.5) * (1 + length * 0.3), 0.52)],
        [(edge(0.7) * 0.6, 0.68), (edge(0.74) * (1 + length * 0.7), 0.76)],
        [(0.24, 0.8), (edge(0.92) * 1.02, 0.95 + length)],
        [(0.12, 0.79), (0.15, 1.05 + length)],
        [(0.0, 0.79), (0.0, 1.07 + length)],
    ]


def _chin(frame: Frame, length: float) -> Guides:
    return [
        [(0.31, 0.66), (0.37, 0.68)],
        [(0.27, 0.8), (0.35, 0.86)],
        [(0.14, 0.8), (0.17, 1.04 + length)],
        [(0.0, 0.79), (0.0, 1.07 + length)],
    ]


def _lip(frame: Frame, length: float) -> Guides:
    corner = 0.02 * frame.shot.smile
    return [
        [(0.0, 0.52), (0.0, 0.562)],
        [(0.08, 0.505), (0.1, 0.555)],
        [(0.19, 0.515), (0.2, 0.565 - corner)],
        [(0.28, 0.55 - corner), (0.29, 0.585 - corner)],
        [(0.36, 0.62 - corner), (0.345, 0.63 - corner)],
    ]
