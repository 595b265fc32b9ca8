"""Hair as sheets of strands that flow between guide lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from simulation.photographs.brush import Box, blurred
from simulation.photographs.chance import Chance
from simulation.photographs.curve import Point, opened
from simulation.photographs.field import EDGE, SIZE, Field, distances, field_of
from simulation.photographs.head import CENTRE, UNIT
from simulation.photographs.light import Light, Surface, shade
from simulation.photographs.tone import Colour, mixed

_FINE = 2
_HAIR = Surface(bleed=(0.12, 0.1, 0.08), gloss=0.07, sharpness=4)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Strands between guide lines, in pixels; every guide has the same number of points."""

    guides: Sequence[Sequence[Point]]
    strands: int = 500
    wave: float = 0.0
    curl: float = 0.0
    stray: float = 2.0
    solid: bool = True


def hair(sheets: Sequence[Sheet], colour: Colour, light: Light, chance: Chance) -> Image.Image:
    """Return lit hair, as RGBA of `SIZE`."""
    cover, tone = _combed(sheets, chance)
    edge = cover.filter(ImageFilter.GaussianBlur(0.45))
    box = edge.getbbox() or (0, 0, 2, 2)
    tone = tone.crop(box)
    tone = Image.blend(tone, tone.filter(ImageFilter.GaussianBlur(4)), 0.35)
    height = _skull(box) + field_of(blurred(cover, 30).crop(box)) * 30.0
    height = height + field_of(blurred(cover, 6).crop(box)) * 6.0 + field_of(tone) * 5.0
    lit = shade(height, _dyed(tone, colour), cover.crop(box), light, _HAIR)
    lit.putalpha(edge.crop(box))
    image = Image.new("RGBA", SIZE)
    image.paste(lit, box)
    return image


def _combed(sheets: Sequence[Sheet], chance: Chance) -> tuple[Image.Image, Image.Image]:
    """Return where hair is, and how bright each strand."""
    cover = Image.new("L", (EDGE * _FINE, EDGE * _FINE))
    tone = Image.new("L", cover.size, 84)
    for sheet in sheets:
        _comb(sheet, ImageDraw.Draw(cover), ImageDraw.Draw(tone), chance)
    return cover.reduce(_FINE), tone.reduce(_FINE)


def _skull(box: Box) -> Field:
    across, below = distances(box, *CENTRE)
    across, below = across / (1.45 * UNIT), below / (1.8 * UNIT)
    near = (across * across * -1.0 - below * below + 1.0).at_least(0.0)
    return near * near * (1.25 * UNIT)


def shadow_under(layer: Image.Image, mask: Image.Image, opacity: float = 0.6) -> Image.Image:
    """Return the soft shadow that `layer` throws to the lower right within `mask`."""
    alpha = blurred(layer.getchannel("A"), 7)
    thrown = ImageChops.offset(alpha, 5, 9).point([round(v * opacity) for v in range(256)])
    return ImageChops.multiply(thrown, mask)


def _dyed(tone: Image.Image, colour: Colour) -> Image.Image:
    dark, light = mixed(colour, (6, 4, 4), 0.72), mixed(colour, (255, 236, 200), 0.3)
    return ImageOps.colorize(tone, dark, light, colour, 20, 250, 120)


def _comb(
    sheet: Sheet, cover: ImageDraw.ImageDraw, tone: ImageDraw.ImageDraw, chance: Chance
) -> None:
    guides = [_fine(opened(guide, 5)) for guide in _dense(sheet.guides)]
    if sheet.solid:
        root = 1 if len(guides[0]) <= 20 else 0
        for one, other in pairwise(guides):
            cover.polygon([*one[root:], *other[root:][::-1]], fill=255)
    for _ in range(sheet.strands):
        place = chance.random() * (len(guides) - 1)
        strand = _strand(guides, place, sheet, chance)
        value = _brightness(place, sheet, chance)
        width = chance.choice((1, 2, 2, 3))
        cover.line(strand, 200 if sheet.curl and not sheet.solid else 255, width)
        for piece, shine in [(strand, 0)] if sheet.curl else _shine(strand):
            tone.line(piece, value + shine, width)


def _shine(strand: list[Point]) -> list[tuple[list[Point], int]]:
    """Split a strand where the light, falling from above, glides over the crown's curve."""
    first, second = max(1, len(strand) // 4), max(2, len(strand) // 2)
    pieces = (strand[: first + 1], strand[first : second + 1], strand[second:])
    return [
        (piece, shine) for piece, shine in zip(pieces, (-22, 26, -4), strict=True) if len(piece) > 1
    ]


def _brightness(place: float, sheet: Sheet, chance: Chance) -> int:
    """Return a strand's grey: strands side by side clump into locks of like brightness."""
    spread = 46 if sheet.curl else 20
    lock = 0 if sheet.curl else 20 * sin(place * 5.3) * sin(place * 2.1 + 1)
    return round(min(225, max(24, chance.gauss(112 + lock, spread))))


def _strand(guides: list[list[Point]], place: float, sheet: Sheet, chance: Chance) -> list[Point]:
    first = min(int(place), len(guides) - 2)
    part = place - first
    one, other = guides[first], guides[first + 1]
    if sheet.curl:
        return _ringlet(one, other, part, sheet.curl * _FINE, chance)
    count, stray = len(one), sheet.stray * _FINE
    drift, lift = chance.gauss(0, stray) / count, chance.gauss(0, stray * 1.3)
    wave, phase = sheet.wave * _FINE, chance.uniform(0, 1.3)
    start = chance.randrange(max(1, count // 3))
    end = max(start + 3, count - chance.randrange(max(1, count // 4)))
    line = [_between(one[i], other[i], part) for i in range(start, min(end, count))]
    return [
        (x + drift * i + wave * sin(i * 0.75 + phase), y + lift)
        for i, (x, y) in enumerate(line, start)
    ]


def _ringlet(
    one: list[Point], other: list[Point], part: float, curl: float, chance: Chance
) -> list[Point]:
    i, near = int((len(one) - 1) * chance.random() ** 0.65), chance.random()
    x0, y0 = _between(one[i], one[i + 1], near)
    x, y = _between((x0, y0), _between(other[i], other[i + 1], near), part)
    x, y = x + chance.gauss(0, curl * 0.7), y + chance.gauss(0, curl * 0.7)
    start, radius = chance.uniform(0, 6.3), curl * chance.uniform(0.5, 1.1)
    turn = chance.uniform(2.4, 5.0)
    return [
        (
            x + radius * sin(start + turn * k / 7),
            y + radius * 0.8 * sin(start + 1.57 + turn * k / 7),
        )
        for k in range(8)
    ]


def _between(one: Point, other: Point, part: float) -> Point:
    return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part


def _dense(guides: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Add guides between the guides, so that the outline is a curve."""
    points = [opened(row, 3) for row in zip(*guides, strict=True)]
    return [list(guide) for guide in zip(*points, strict=True)]


def _fine(line: list[Point]) -> list[Point]:
    return [(x * _FINE, y * _FINE) for x, y in line]
