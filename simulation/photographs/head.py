"""The head as a relief: skull, brow, eye sockets, nose, cheeks, mouth and chin."""

from dataclasses import dataclass
from typing import NamedTuple

from simulation.photographs.curve import height_at
from simulation.photographs.field import EDGE, WHOLE, Field, distances, down
from simulation.photographs.sitter import Shot, Sitter

UNIT = 172.0
CENTRE = (324.0, 292.0)

_DEPTH = [
    (-1.04, 0.0), (-1.0, 0.2), (-0.9, 0.42), (-0.7, 0.64), (-0.45, 0.76), (-0.2, 0.81),
    (0.1, 0.79), (0.4, 0.8), (0.65, 0.8), (0.85, 0.75), (0.96, 0.62), (1.03, 0.36), (1.06, 0.0),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of one sitter's face are in one shot.

    Face units: the eyes' line is v = 0, the chin v = 1, the crown v = -1; u = 0 is the middle.
    """

    sitter: Sitter
    shot: Shot

    def half_width(self, v: float) -> float:
        """Return the face's half width at height `v`."""
        jaw = self.sitter.jaw * (1.06 - 0.12 * self.sitter.softness)
        wide = self.sitter.width
        points = [
            (-1.04, 0.0), (-1.01, 0.2), (-0.93, 0.4), (-0.75, 0.6), (-0.5, 0.705), (-0.2, 0.725),
            (0.1, 0.71), (0.35, 0.672), (0.58, 0.6 * jaw), (0.76, 0.475 * jaw), (0.9, 0.335 * jaw),
            (0.99, 0.22 * jaw), (1.04, 0.1), (1.06, 0.0),
        ]  # fmt: skip
        return max(0.001, height_at(points, v) * wide)

    def at(self, u: float, v: float) -> tuple[float, float]:
        """Return the pixel of a place on the face, with the head turned as in the shot."""
        rim = min(1.0, abs(u) / self.half_width(v)) ** 2
        x = u + self.shot.turn * 0.36 * (1 - rim)
        return CENTRE[0] + x * UNIT, CENTRE[1] + v * UNIT

    def path(self, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return the pixels of several places."""
        return [self.at(u, v) for u, v in points]


def ground(frame: Frame) -> Field:
    """Return 1.0 in the middle of the head, falling to 0.0 at its outline."""
    width = down([frame.half_width((y - CENTRE[1]) / UNIT) * UNIT for y in range(EDGE)])
    across = distances(WHOLE, *CENTRE)[0] / width
    square = (across * across).at_most(1.0)
    return (square * square * -0.45 - square * 0.55 + 1.0).at_least(0.0)


class Bump(NamedTuple):
    """A swelling, or with a negative rise a hollow, in face units."""

    u: float
    v: float
    wide: float
    tall: float
    rise: float


def relief(frame: Frame) -> Field:
    """Return the height of the face above the picture, in pixels."""
    depth = down([height_at(_DEPTH, (y - CENTRE[1]) / UNIT) * UNIT for y in range(EDGE)])
    height = ground(frame) ** 0.5 * depth
    for bump in _bumps(frame.sitter, frame.shot):
        height = _raised(height, frame, bump)
    return height


def _bumps(sitter: Sitter, shot: Shot) -> list[Bump]:
    soft, nose, smile, lips = sitter.softness, sitter.nose, shot.smile, sitter.lips
    middle = [
        Bump(0.0, -0.5, 0.75, 0.4, 0.03),
        Bump(0.0, -0.06, 0.13, 0.2, 0.035),
        Bump(0.0, 0.14, 0.19, 0.56, 0.15),
        Bump(0.0, 0.335, 0.25 * nose, 0.2, 0.14),
        Bump(0.0, 0.375, 0.15 * nose, 0.12, 0.05),
        Bump(0.0, 0.63, 0.56, 0.33, 0.085),
        Bump(0.0, 0.51, 0.07, 0.12, -0.018),
        Bump(0.0, 0.79, 0.3, 0.09, -0.035),
        Bump(0.0, 0.91, 0.3, 0.2, 0.075 - 0.02 * soft),
    ]
    right = [
        Bump(0.28, -0.2, 0.42, 0.15, 0.055 * (1.2 - soft)),
        Bump(0.29, -0.01, 0.32, 0.24, -0.1),
        Bump(0.29, 0.015, 0.25, 0.18, 0.085),
        Bump(0.16, 0.04, 0.13, 0.22, -0.05),
        Bump(0.155 * nose, 0.4, 0.13, 0.11, 0.075),
        Bump(0.43, 0.29 - 0.03 * smile, 0.4, 0.3, 0.06 + 0.05 * smile),
        Bump(0.66, -0.25, 0.2, 0.4, -0.05),
        Bump(0.33 + 0.03 * smile, 0.66 - 0.04 * smile, 0.11, 0.13, -0.03 - 0.02 * smile),
        Bump(0.52, 0.66, 0.3, 0.28, -0.03 * sitter.age),
        Bump(0.1, 0.61, 0.18, 0.06 * lips + 0.04, 0.02),
    ]
    return middle + right + [bump._replace(u=-bump.u) for bump in right]


def _raised(height: Field, frame: Frame, bump: Bump) -> Field:
    x, y = frame.at(bump.u, bump.v)
    wide, tall = bump.wide * UNIT, bump.tall * UNIT
    box = (round(x - wide), round(y - tall), round(x + wide), round(y + tall))
    right, below = distances(box, x, y)
    right, below = right / wide, below / tall
    near = (right * right * -1.0 - below * below + 1.0).at_least(0.0)
    part = height.cropped(box) + near * near * near * (bump.rise * UNIT)
    image = height.image.copy()
    image.paste(part.image, box)
    return Field(image)
