"""Neck, chest and shoulders: the body below the head, and where clothes hang on it."""

from dataclasses import dataclass

from PIL import Image, ImageChops

from simulation.photographs.brush import fill, oval, raised, shape, stroke
from simulation.photographs.chance import Chance
from simulation.photographs.curve import Point, closed
from simulation.photographs.face import SKIN
from simulation.photographs.field import EDGE, SIZE, WHOLE, Field, distances, down, field_of
from simulation.photographs.light import Light, shade
from simulation.photographs.sitter import Sitter
from simulation.photographs.tone import mixed

MIDDLE = 324.0


@dataclass(frozen=True, slots=True)
class Body:
    """The size of a sitter's neck and shoulders, in pixels from the middle."""

    neck: float
    shoulder: float

    @staticmethod
    def of(sitter: Sitter) -> "Body":
        """Return the body that goes with the head."""
        build = 1.06 - 0.22 * sitter.softness
        return Body(neck=94 * build * sitter.jaw**0.5, shoulder=296 * build)

    def place(self, across: float, y: float) -> Point:
        """Return a place; `across` is 0 in the middle, 1 at the right shoulder's end."""
        return MIDDLE + across * self.shoulder, y

    def outline(self, puff: float = 0.0) -> list[Point]:
        """Return the shoulders' outline, `puff` pixels larger for thick cloth."""
        right = [
            (self.neck * 0.98, 452.0 - puff), (self.neck * 1.06, 496 - puff),
            (self.shoulder * 0.46, 538 - puff), (self.shoulder * 0.8, 566 - puff),
            (self.shoulder * 0.99 + puff * 0.6, 602), (self.shoulder * 1.08 + puff, 700),
        ]  # fmt: skip
        both = [(MIDDLE + x, y) for x, y in right] + [(MIDDLE - x, y) for x, y in right[::-1]]
        return closed(both)


def bare(sitter: Sitter, light: Light, chance: Chance) -> Image.Image:
    """Return the neck and chest without clothes, as RGBA."""
    body = Body.of(sitter)
    skin = Image.new("RGB", SIZE, mixed(sitter.skin, (150, 70, 50), 0.06))
    mask = _skin_mask(body)
    lit = shade(_neck_relief(body, chance), skin, mask, light, SKIN)
    dark = mixed(sitter.skin, (34, 12, 8), 0.8)
    fill(lit, dark, oval((MIDDLE + 10, 440), 120, 54), 17, 0.62)
    fill(lit, dark, oval((MIDDLE + body.neck * 0.85, 490), 26, 70), 16, 0.4)
    lit.putalpha(mask)
    return lit


def _skin_mask(body: Body) -> Image.Image:
    neck = shape([
        (MIDDLE - body.neck, 360), (MIDDLE + body.neck, 360),
        (MIDDLE + body.neck, 520), (MIDDLE - body.neck, 520),
    ], 1.0)  # fmt: skip
    return ImageChops.lighter(neck, shape(body.outline(), 1.0))


def _neck_relief(body: Body, chance: Chance) -> Field:
    across = distances(WHOLE, MIDDLE, 0.0)[0] / (body.neck * 1.06)
    round_neck = (across * across * -1.0 + 1.0).at_least(0.0) ** 0.5 * (body.neck * 0.8)
    fade = down([min(1.0, max(0.0, (640 - y) / 210)) for y in range(EDGE)])
    chest = field_of(shape(body.outline(), 34)) * 70.0
    height = chest.at_least(round_neck * fade)
    for side in (-1, 1):
        tendon = stroke(
            [(MIDDLE + side * body.neck * 0.8, 420), (MIDDLE + side * 14, 536)], 10, 13, 8
        )
        bone = stroke(
            [(MIDDLE + side * 18, 545), (MIDDLE + side * body.shoulder * 0.55, 552)], 8, 10, 8
        )
        height = raised(raised(height, tendon, 4, 6), bone, 3, 4)
    height = raised(height, oval((MIDDLE, 540), 11, 10), -6, 5)
    pores = field_of(chance.soft_noise(SIZE)) - 0.5
    return height + pores * 0.8
