"""Pictures of one flat figure on one flat ground, as placeholders are drawn."""

from dataclasses import dataclass
from statistics import median

from PIL import Image

POINTS = 48
_FLAT = 14.0
_MOST_BETWEEN = 0.22
_MOST_STRAY = 0.04

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Figure:
    """Which of 48 x 48 points belong to the figure, row by row."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def area(self) -> int:
        """How many points it has."""
        return sum(map(sum, self.rows))

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """First column, first row, last column, last row."""
        filled = [number for number, row in enumerate(self.rows) if any(row)]
        columns = [number for number in range(POINTS) if any(row[number] for row in self.rows)]
        return columns[0], filled[0], columns[-1], filled[-1]


def points_of(image: Image.Image) -> list[Colour]:
    """48 x 48 colours from the middle square of an RGB picture."""
    side = min(image.size)
    left, top = (image.width - side) / 2, (image.height - side) / 2
    box = (left, top, left + side, top + side)
    small = image.resize((POINTS, POINTS), Image.Resampling.BOX, box=box)
    raw = small.tobytes()
    return [(raw[i], raw[i + 1], raw[i + 2]) for i in range(0, len(raw), 3)]


def is_blank(points: list[Colour]) -> bool:
    """Whether nothing is to be seen."""
    return all(max(channel) - min(channel) < _FLAT for channel in zip(*points, strict=True))


def figure_in(points: list[Colour]) -> Figure | None:
    """The figure, where every point is of the ground's colour, the figure's, or a blend of both.

    A photo has colours off that line, or shades all along it.
    """
    ground = _middle(_edge(points))
    drawn = _middle(sorted(points, key=lambda point: -_apart(point, ground))[: len(points) // 20])
    if _apart(drawn, ground) < 2 * _FLAT:
        return None
    shares = [_share(point, ground, drawn) for point in points]
    stray = sum(
        _apart(p, _blend(ground, drawn, s)) > _FLAT for p, s in zip(points, shares, strict=True)
    )
    between = sum(0.2 < share < 0.8 for share in shares)
    if stray > _MOST_STRAY * len(points) or between > _MOST_BETWEEN * len(points):
        return None
    rows = (shares[start : start + POINTS] for start in range(0, len(shares), POINTS))
    return Figure(tuple(tuple(share > 0.5 for share in row) for row in rows))


def _edge(points: list[Colour]) -> list[Colour]:
    """The top row and the upper half of both sides; a figure may stand on the bottom."""
    sides = [
        points[row * POINTS + column] for row in range(POINTS // 2) for column in (0, -1 % POINTS)
    ]
    return points[:POINTS] + sides


def _middle(points: list[Colour]) -> Colour:
    red, green, blue = (median(channel) for channel in zip(*points, strict=True))
    return red, green, blue


def _apart(one: Colour, other: Colour) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _share(point: Colour, ground: Colour, drawn: Colour) -> float:
    """How much of the figure's colour a point has, 0 … 1."""
    axis = [b - a for a, b in zip(ground, drawn, strict=True)]
    along = sum((p - a) * d for p, a, d in zip(point, ground, axis, strict=True))
    return min(1.0, max(0.0, along / sum(d * d for d in axis)))


def _blend(ground: Colour, drawn: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(ground, drawn, strict=True))
    return red, green, blue
