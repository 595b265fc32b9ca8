"""What is no longer the same picture, however much of it is."""

from collections.abc import Callable
from math import exp, pi, sqrt
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps, ImageStat

Alteration = Callable[[Image.Image], Image.Image]
_MESH = 24


def pushed(centre: tuple[float, float], reach: float, by: tuple[float, float]) -> Alteration:
    """Move what is around a point, all in shares of the picture's side; the rest stays."""

    def came_from(column: int, row: int) -> tuple[float, float]:
        across, down = column / _MESH, row / _MESH
        far = ((across - centre[0]) ** 2 + (down - centre[1]) ** 2) / (2 * reach**2)
        return across - by[0] * exp(-far), down - by[1] * exp(-far)

    def alter(image: Image.Image) -> Image.Image:
        mesh = [
            (_cell(image.size, column, row), _corners(image.size, came_from, column, row))
            for column in range(_MESH)
            for row in range(_MESH)
        ]
        return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)

    return alter


def _cell(size: tuple[int, int], column: int, row: int) -> tuple[int, ...]:
    steps = (column, row, column + 1, row + 1)
    return tuple(round(side * step / _MESH) for side, step in zip(size * 2, steps, strict=True))


def _corners(
    size: tuple[int, int],
    came_from: Callable[[int, int], tuple[float, float]],
    column: int,
    row: int,
) -> tuple[float, ...]:
    corners = ((column, row), (column, row + 1), (column + 1, row + 1), (column + 1, row))
    shares = [share for corner in corners for share in came_from(*corner)]
    return tuple(share * side for share, side in zip(shares, size * 4, strict=True))


def in_greys(image: Image.Image) -> Image.Image:
    """The picture without its colours."""
    return image.convert("L").convert("RGB")


def warmer(image: Image.Image) -> Image.Image:
    """As through an orange filter."""
    red, green, blue = image.split()
    return Image.merge(
        "RGB", (red.point(lambda v: v * 1.12), green, blue.point(lambda v: v * 0.85))
    )


def with_logo(image: Image.Image) -> Image.Image:
    """A badge in the lower right corner."""
    altered = image.copy()
    side = min(image.size)
    right, bottom = image.width - side * 0.04, image.height - side * 0.04
    box = (right - side * 0.18, bottom - side * 0.18, right, bottom)
    ImageDraw.Draw(altered).ellipse(box, fill="#d13438", outline="white", width=max(1, side // 80))
    return altered


def in_other_clothes(image: Image.Image) -> Image.Image:
    """The lower third in another colour."""
    hue, saturation, value = image.convert("HSV").split()
    turned = Image.merge(
        "HSV",
        (
            hue.point(lambda v: (v + 110) % 256),
            saturation.point(lambda v: v * 0.5 + 90),
            value,
        ),
    ).convert("RGB")
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).rectangle((0, image.height * 2 // 3, *image.size), fill=255)
    return Image.composite(turned, image, mask)


def with_head_of(other: Image.Image) -> Alteration:
    """Somebody else's head before the same wall."""

    def alter(image: Image.Image) -> Image.Image:
        head = ImageOps.fit(other, image.size)
        width, height = image.size
        mask = Image.new("L", image.size)
        oval = (width * 0.3, height * 0.15, width * 0.7, height * 0.7)
        ImageDraw.Draw(mask).ellipse(oval, fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(min(image.size) * 0.03))
        return Image.composite(head, image, mask)

    return alter


def retouched(area: float, levels: int, chance: Random) -> Alteration:
    """One oval of so much of the picture, somewhere, lighter or darker by so many grey levels."""
    shape, across, down = chance.uniform(0.7, 1.4), chance.random(), chance.random()

    def alter(image: Image.Image) -> Image.Image:
        radius = sqrt(area * image.width * image.height / pi)
        wide, high = radius * sqrt(shape), radius / sqrt(shape)
        x = wide + across * (image.width - 2 * wide)
        y = high + down * (image.height - 2 * high)
        mask = Image.new("L", image.size)
        ImageDraw.Draw(mask).ellipse((x - wide, y - high, x + wide, y + high), fill=255)
        # Where it is light already, lighter would change nothing.
        light = ImageStat.Stat(image.convert("L"), mask).mean[0] > 127
        by = -levels if light else levels
        return Image.composite(image.point(lambda v: max(0, min(255, v + by))), image, mask)

    return alter


def brighter(factor: float) -> Alteration:
    """Each value times `factor`."""
    return lambda image: ImageEnhance.Brightness(image).enhance(factor)


ALTERATIONS: dict[str, Alteration] = {
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "negative": ImageChops.invert,
    "brighter": brighter(1.2),
    "darker": brighter(0.8),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.35),
    "warmer": warmer,
    "with a logo": with_logo,
    "in other clothes": in_other_clothes,
    "head moved": pushed((0.5, 0.4), 0.2, (0.05, 0.015)),
    "head tilted": pushed((0.5, 0.25), 0.15, (-0.045, 0.0)),
    "chin raised": pushed((0.5, 0.55), 0.12, (0.0, -0.045)),
}
COLOUR_ALTERATIONS: dict[str, Alteration] = {
    "in greys": in_greys,
    "in weak colours": lambda image: ImageEnhance.Color(image).enhance(0.4),
}


def is_colourful(image: Image.Image) -> bool:
    """Whether there is colour to be taken away."""
    _, blue, red = ImageStat.Stat(image.convert("YCbCr")).stddev
    return max(blue, red) > 8
