"""Smooth curves through a few points."""

from collections.abc import Sequence

Point = tuple[float, float]


def height_at(points: Sequence[Point], x: float) -> float:
    """Return the smooth curve's y at `x`; level before the first point and after the last."""
    if x <= points[0][0]:
        return points[0][1]
    for i in range(len(points) - 1):
        if x <= points[i + 1][0]:
            (x0, y0), (x1, y1) = points[i], points[i + 1]
            part, span = (x - x0) / (x1 - x0), x1 - x0
            return _hermite(y0, y1, _slope(points, i) * span, _slope(points, i + 1) * span, part)
    return points[-1][1]


def closed(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """Return a smooth closed outline through `points`."""
    count = len(points)
    return [
        _spline([points[(i + k - 1) % count] for k in range(4)], step / steps)
        for i in range(count)
        for step in range(steps)
    ]


def opened(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """Return a smooth line from the first of `points` to the last."""
    ends = [points[0], *points, points[-1]]
    line = [
        _spline(ends[i : i + 4], step / steps)
        for i in range(len(points) - 1)
        for step in range(steps)
    ]
    return [*line, points[-1]]


def _spline(four: Sequence[Point], part: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = four
    x = _hermite(x1, x2, (x2 - x0) / 2, (x3 - x1) / 2, part)
    return x, _hermite(y1, y2, (y2 - y0) / 2, (y3 - y1) / 2, part)


def _slope(points: Sequence[Point], i: int) -> float:
    (x0, y0), (x1, y1) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
    return (y1 - y0) / (x1 - x0)


def _hermite(y0: float, y1: float, m0: float, m1: float, t: float) -> float:
    square, cube = t * t, t * t * t
    return (
        (2 * cube - 3 * square + 1) * y0
        + (cube - 2 * square + t) * m0
        + (3 * square - 2 * cube) * y1
        + (cube - square) * m1
    )
