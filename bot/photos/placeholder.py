"""Recognise placeholders, such as the grey figure or initials, by shape and not by colour.

The thresholds are empirical; tests/photos/test_placeholder.py has pictures on both sides of them.
"""

from enum import Enum

from PIL import Image, ImageDraw

from bot.photos.two_tone import POINTS, Figure, figure_in, is_blank

_MIN_PHOTO_PIXELS = 16
# The outermost points of a disc blend into what is around it.
_RIM = 2


class Placeholder(Enum):
    """Kinds of pictures that stand in for a missing photo."""

    TINY = "tiny"
    BLANK = "blank"
    SILHOUETTE = "silhouette"
    INITIALS = "initials"


def placeholder_in(image: Image.Image) -> Placeholder | None:
    """Return the kind of placeholder that an upright RGB picture is; None for a real photo."""
    if max(image.size) < _MIN_PHOTO_PIXELS:
        return Placeholder.TINY
    square = _middle(image)
    if is_blank(square) and is_blank(image):
        return Placeholder.BLANK
    # Drawn on a square, or on a disc in a square of another colour.
    return _drawn(figure_in(square)) or _drawn(figure_in(_without_corners(square)))


def _middle(image: Image.Image) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) / 2, (image.height - side) / 2
    return image.resize(
        (POINTS, POINTS), Image.Resampling.BOX, box=(left, top, left + side, top + side)
    )


def _without_corners(square: Image.Image) -> Image.Image:
    """Give the corners around a disc the disc's own colour."""
    ground = Image.new("RGB", square.size, square.getpixel((POINTS // 2, _RIM)))
    disc = Image.new("L", square.size)
    ImageDraw.Draw(disc).ellipse((_RIM, _RIM, POINTS - 1 - _RIM, POINTS - 1 - _RIM), fill=255)
    return Image.composite(square, ground, disc)


def _drawn(figure: Figure | None) -> Placeholder | None:
    if figure is None or not figure.area:
        return None
    if _is_head_and_shoulders(figure):
        return Placeholder.SILHOUETTE
    return Placeholder.INITIALS if _are_letters(figure) else None


def _is_head_and_shoulders(figure: Figure) -> bool:
    _, top, _, bottom = figure.bounds
    if not 2 <= top <= POINTS * 0.45 or bottom < POINTS * 0.7:
        return False
    return _is_symmetric(figure) and _is_solid(figure) and _widens_below_a_neck(figure, top, bottom)


def _is_symmetric(figure: Figure) -> bool:
    both = sum(a and b for row in figure.rows for a, b in zip(row, row[::-1], strict=True))
    either = sum(a or b for row in figure.rows for a, b in zip(row, row[::-1], strict=True))
    return both >= 0.85 * either


def _is_solid(figure: Figure) -> bool:
    """Tell whether nearly every row is one stretch."""
    rows = [row for row in figure.rows if any(row)]
    broken = sum(_stretches(row) > 1 for row in rows)
    return broken <= 0.1 * len(rows)


def _stretches(row: tuple[bool, ...]) -> int:
    return sum(now and not before for before, now in zip((False, *row), row, strict=False))


def _widens_below_a_neck(figure: Figure, top: int, bottom: int) -> bool:
    widths = [sum(row) for row in figure.rows[top : bottom + 1]]
    shoulders = max(widths)
    upper = widths[: max(1, int(len(widths) * 0.6))]
    head = max(upper[: max(1, len(upper) * 2 // 3)])
    neck = min(upper[upper.index(head) :])
    round_above = upper[0] < 0.8 * head
    return round_above and neck <= 0.85 * head and shoulders >= 1.25 * head and head >= 6


def _are_letters(figure: Figure) -> bool:
    left, top, right, bottom = figure.bounds
    height, width = bottom - top + 1, right - left + 1
    in_the_middle = abs(left + right - POINTS + 1) <= 8 and abs(top + bottom - POINTS + 1) <= 10
    clear_of_the_edge = min(left, top, POINTS - 1 - right, POINTS - 1 - bottom) >= 3
    of_a_size = 0.15 * POINTS <= height <= 0.45 * POINTS and width >= 2
    inked = figure.area / (width * height)
    strokes = 0.15 <= inked <= 0.75 or width <= 0.3 * height
    placed = in_the_middle and clear_of_the_edge and of_a_size
    return placed and strokes and _stand_in_a_row(figure, top, height)


def _stand_in_a_row(figure: Figure, top: int, height: int) -> bool:
    """Tell whether every stretch of columns, such as a letter, is about as tall as the whole."""
    heights = []
    columns = list(zip(*figure.rows, strict=True))
    for before, column in zip([(False,) * POINTS, *columns], columns, strict=False):
        if any(column) and not any(before):
            heights.append(set[int]())
        if any(column):
            heights[-1] |= {row for row, filled in enumerate(column) if filled}
    tall = [max(rows) - min(rows) + 1 >= 0.7 * height for rows in heights]
    return len(heights) <= 4 and all(tall)
