"""Soft shapes: polygons and tapering strokes drawn fine, then laid down through a mask."""

from collections.abc import Sequence
from math import ceil, hypot

from PIL import Image, ImageDraw, ImageFilter

from simulation.photographs.curve import Point, closed, opened
from simulation.photographs.field import SIZE, Field
from simulation.photographs.tone import Colour

Box = tuple[int, int, int, int]
_FINE = 3


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Return `image` with a Gaussian blur, done on a smaller copy where nobody would see it."""
    if radius < 6:
        return image.filter(ImageFilter.GaussianBlur(radius))
    small = image.reduce(4).filter(ImageFilter.GaussianBlur(radius / 4))
    return small.resize(image.size, Image.Resampling.BICUBIC)


def shape(points: Sequence[Point], blur: float = 0.6) -> Image.Image:
    """Return a mask of `SIZE` with the polygon white, its edge blurred by `blur` pixels."""
    mask = Image.new("L", SIZE)
    local, box = _local([points], blur)
    mask.paste(local, box[:2])
    return mask


def fill(
    image: Image.Image,
    colour: Colour,
    points: Sequence[Point],
    blur: float = 0.6,
    opacity: float = 1.0,
) -> None:
    """Paint the polygon on `image`."""
    fill_all(image, colour, [points], blur, opacity)


def fill_all(
    image: Image.Image,
    colour: Colour,
    polygons: Sequence[Sequence[Point]],
    blur: float = 0.6,
    opacity: float = 1.0,
) -> None:
    """Paint several polygons on `image` as one layer."""
    local, box = _local(polygons, blur)
    image.paste(colour, box, local.point([round(value * opacity) for value in range(256)]))


def raised(height: Field, points: Sequence[Point], rise: float, blur: float) -> Field:
    """Return `height` lifted by `rise` pixels inside the polygon."""
    local, box = _local([points], blur)
    part = height.cropped(box) + Field(local.convert("F")) * (rise / 255)
    image = height.image.copy()
    image.paste(part.image, box)
    return Field(image)


def oval(centre: Point, wide: float, tall: float) -> list[Point]:
    """Return an ellipse's outline from its half axes, in pixels."""
    x, y = centre
    curve = 0.7071
    corners = [
        (1.0, 0.0), (curve, curve), (0.0, 1.0), (-curve, curve),
        (-1.0, 0.0), (-curve, -curve), (0.0, -1.0), (curve, -curve),
    ]  # fmt: skip
    return closed([(x + wide * a, y + tall * b) for a, b in corners], 4)


def stroke(
    points: Sequence[Point], start: float, middle: float, end: float, steps: int = 6
) -> list[Point]:
    """Return the outline of a curved stroke that is `start`, `middle`, `end` pixels wide."""
    line = opened(points, steps)
    last = len(line) - 1
    one_side, other_side = [], []
    for i, (x, y) in enumerate(line):
        (x0, y0), (x1, y1) = line[max(i - 1, 0)], line[min(i + 1, last)]
        reach = _width(start, middle, end, i / last) / 2 / (hypot(x1 - x0, y1 - y0) or 1.0)
        right, below = (y0 - y1) * reach, (x1 - x0) * reach
        one_side.append((x + right, y + below))
        other_side.append((x - right, y - below))
    return one_side + other_side[::-1]


def _width(start: float, middle: float, end: float, part: float) -> float:
    if part < 0.5:
        return start + (middle - start) * part * 2
    return middle + (end - middle) * (part * 2 - 1)


def _local(polygons: Sequence[Sequence[Point]], blur: float) -> tuple[Image.Image, Box]:
    margin = ceil(blur * 3) + 2
    xs = [x for points in polygons for x, _ in points]
    ys = [y for points in polygons for _, y in points]
    left, top = int(min(xs)) - margin, int(min(ys)) - margin
    width, height = ceil(max(xs)) + margin - left, ceil(max(ys)) + margin - top
    scale = _FINE if blur < 4 else 1
    fine = Image.new("L", (width * scale, height * scale))
    pen = ImageDraw.Draw(fine)
    for points in polygons:
        pen.polygon([((x - left) * scale, (y - top) * scale) for x, y in points], fill=255)
    local = blurred(fine.reduce(scale), blur)
    return local, (left, top, left + width, top + height)
