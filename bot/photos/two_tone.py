"""Find a figure of one colour on a ground of another, which is how placeholders are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import cast

from PIL import Image

POINTS = 48
_COARSE_POINTS = 12
# Differences of colour (0 … 255): noise within a flat area, and the least that is a figure.
_FLAT = 20.0
_MIN_CONTRAST = 24.0
# Shares of the points: edges blend both colours, and JPEG strays from them.
_MAX_BLENDED = 0.22
_MAX_STRAY = 0.04

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Figure:
    """Which of 48 x 48 points belong to the figure, row by row."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def area(self) -> int:
        """The number of its points."""
        return sum(map(sum, self.rows))

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """First column, first row, last column, last row."""
        filled = [number for number, row in enumerate(self.rows) if any(row)]
        columns = [number for number in range(POINTS) if any(row[number] for row in self.rows)]
        return columns[0], filled[0], columns[-1], filled[-1]


def is_blank(image: Image.Image) -> bool:
    """Tell whether there is nothing to see in an RGB picture."""
    extremes = image.resize((POINTS, POINTS), Image.Resampling.BOX).getextrema()
    return all(most - least < _FLAT for least, most in cast("Sequence[tuple[int, int]]", extremes))


def figure_in(image: Image.Image) -> Figure | None:
    """Find the figure, where every point has the ground's colour, the figure's, or a blend of both.

    A photo has colours off that line, or shades all along it.
    """
    # A cheap test first: nearly all photos are ruled out by a few points.
    if _ink(image, _COARSE_POINTS) is None:
        return None
    ink = _ink(image, POINTS)
    if ink is None or sum(0.2 < share < 0.8 for share in ink) > _MAX_BLENDED * len(ink):
        return None
    rows = (ink[start : start + POINTS] for start in range(0, len(ink), POINTS))
    return Figure(tuple(tuple(share > 0.5 for share in row) for row in rows))


def _ink(image: Image.Image, across: int) -> list[float] | None:
    """Measure the figure's share in each point, 0 … 1; None where there are other colours."""
    points = _points(image, across)
    ground = _middle(_edge(points, across))
    # The figure's colour is that of the twentieth of the points that differ most from the ground.
    farthest = sorted(points, key=lambda point: -_apart(point, ground))
    drawn = _middle(farthest[: len(points) // 20])
    contrast = _apart(drawn, ground)
    if contrast < _MIN_CONTRAST:
        return None
    shares = _shares(points, ground, drawn)
    pairs = zip(points, shares, strict=True)
    near = min(_FLAT, contrast / 2)
    stray = sum(_apart(point, _blend(ground, drawn, share)) > near for point, share in pairs)
    return shares if stray <= _MAX_STRAY * len(points) else None


def _points(image: Image.Image, across: int) -> list[Colour]:
    raw = image.resize((across, across), Image.Resampling.BOX).tobytes()
    return list(zip(raw[0::3], raw[1::3], raw[2::3], strict=True))


def _edge(points: list[Colour], across: int) -> list[Colour]:
    # The top row and the upper half of both sides: a figure may stand on the bottom.
    upper = points[: len(points) // 2]
    return points[:across] + upper[::across] + upper[across - 1 :: across]


def _middle(points: list[Colour]) -> Colour:
    red, green, blue = (median(channel) for channel in zip(*points, strict=True))
    return red, green, blue


def _apart(one: Colour, other: Colour) -> float:
    # Written out: this is most of what reading a small picture costs.
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(one[2] - other[2]))


def _shares(points: list[Colour], ground: Colour, drawn: Colour) -> list[float]:
    """Project points on the line from ground to figure: 0 is the ground, 1 the figure."""
    red, green, blue = ground
    to_red, to_green, to_blue = drawn[0] - red, drawn[1] - green, drawn[2] - blue
    length = to_red * to_red + to_green * to_green + to_blue * to_blue
    along = (
        ((r - red) * to_red + (g - green) * to_green + (b - blue) * to_blue) / length
        for r, g, b in points
    )
    return [min(1.0, max(0.0, share)) for share in along]


def _blend(ground: Colour, drawn: Colour, share: float) -> Colour:
    (red, green, blue), (to_red, to_green, to_blue) = ground, drawn
    return (
        red + (to_red - red) * share,
        green + (to_green - green) * share,
        blue + (to_blue - blue) * share,
    )
