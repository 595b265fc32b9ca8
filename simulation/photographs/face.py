"""The lit face: skin, brows, lips, eyes and ears on the relief of the head."""

from PIL import Image, ImageChops

from simulation.photographs.beard import tint_beard
from simulation.photographs.brush import fill, fill_all, oval, raised, shape, stroke
from simulation.photographs.chance import Chance
from simulation.photographs.curve import Point, closed
from simulation.photographs.eyes import paint_eyes
from simulation.photographs.field import SIZE, Field, field_of
from simulation.photographs.head import UNIT, Frame, relief
from simulation.photographs.light import Light, Surface, shade
from simulation.photographs.mouth import paint_mouth, raised_lips, tint_lips
from simulation.photographs.tone import mixed

SKIN = Surface(bleed=(0.3, 0.13, 0.08), gloss=0.1, sharpness=4)


def face(frame: Frame, light: Light, chance: Chance) -> Image.Image:
    """Return the head without hair, as RGBA."""
    height = _textured(raised_lips(_with_ears(relief(frame), frame), frame), chance)
    skin = _skin(frame, chance)
    tint_lips(skin, frame)
    tint_beard(skin, frame)
    mask = outline(frame)
    lit = shade(height, skin, mask, light, SKIN, reach=64)
    paint_mouth(lit, frame)
    _nostrils(lit, frame)
    _brows(lit, frame, chance)
    paint_eyes(lit, frame)
    lit.putalpha(mask)
    return lit


def outline(frame: Frame) -> Image.Image:
    """Return the mask of the head and its ears."""
    levels = [-1.055 + step * 0.03 for step in range(71)]
    right = [frame.at(frame.half_width(v), v) for v in levels]
    left = [frame.at(-frame.half_width(v), v) for v in levels]
    mask = shape(right + left[::-1], 0.9)
    for side in (-1, 1):
        mask = ImageChops.lighter(mask, shape(_ear(frame, side), 0.8))
    return mask


def _ear(frame: Frame, side: int) -> list[Point]:
    edge = frame.half_width(0.1)
    points = [
        (-0.06, 0.36), (-0.06, -0.1), (0.03, -0.13), (0.085, -0.08), (0.09, 0.05),
        (0.06, 0.2), (0.035, 0.33), (-0.01, 0.38),
    ]  # fmt: skip
    return closed([frame.at(side * (edge + u), v) for u, v in points])


def _with_ears(height: Field, frame: Frame) -> Field:
    for side in (-1, 1):
        ear = field_of(shape(_ear(frame, side), 4)) * (0.16 * UNIT)
        edge = frame.half_width(0.1)
        hollow = [(0.0, 0.0), (0.035, -0.07), (0.06, 0.02), (0.03, 0.14), (0.0, 0.2)]
        points = closed([frame.at(side * (edge + u), v) for u, v in hollow])
        height = height.at_least(raised(ear, points, -0.06 * UNIT, 2.5))
    return height


def _textured(height: Field, chance: Chance) -> Field:
    pores = field_of(chance.soft_noise(SIZE)) - 0.5
    return height + pores * 0.9


def _skin(frame: Frame, chance: Chance) -> Image.Image:
    tone = frame.sitter.skin
    image = Image.new("RGB", SIZE, tone)
    red = mixed(tone, (196, 70, 62), 0.34)
    for side in (-1, 1):
        fill(image, red, oval(frame.at(side * 0.43, 0.3), 38, 30), 20, 0.5)
        fill(image, red, oval(frame.at(side * 0.78, 0.1), 16, 34), 8, 0.5)
        tired = mixed(tone, (96, 62, 70), 0.32)
        fill(image, tired, oval(frame.at(side * 0.28, 0.1), 24, 8), 6, 0.3 + 0.5 * frame.sitter.age)
        fill(
            image,
            mixed(tone, (110, 64, 54), 0.35),
            oval(frame.at(side * 0.29, -0.06), 28, 10),
            6,
            0.5,
        )
    fill(image, red, oval(frame.at(0, 0.35), 19, 17), 9, 0.55)
    fill(image, red, oval(frame.at(0, 0.9), 26, 14), 10, 0.25)
    fill(image, mixed(tone, (250, 226, 180), 0.22), oval(frame.at(0, -0.5), 80, 40), 24, 0.6)
    blotches = chance.noise((36, 36)).resize(SIZE, Image.Resampling.BICUBIC)
    return Image.composite(
        image,
        Image.new("RGB", SIZE, red),
        blotches.point([min(255, 205 + value // 3) for value in range(256)]),
    )


def _brows(lit: Image.Image, frame: Frame, chance: Chance) -> None:
    sitter = frame.sitter
    lift = -0.012 * frame.shot.smile
    for side in (-1, 1):
        hairs = []
        for _ in range(int(120 * sitter.brow)):
            part = chance.random()
            thick = (0.04 - 0.026 * part) * sitter.brow * (1.15 - 0.45 * sitter.softness)
            u = 0.115 + 0.335 * part
            arch = -0.175 - 0.075 * (1 - (2 * part - 1.15) ** 2) * (0.6 + 0.5 * sitter.softness)
            v = arch + lift + chance.uniform(-thick, thick)
            start = frame.at(side * u, v + 0.012)
            end = frame.at(side * (u + 0.02 + 0.05 * part), v - 0.03 + 0.045 * part)
            hairs.append(stroke([start, end], 1.5, 1.2, 0.3, 2))
        colour = mixed(sitter.hair_colour, (30, 20, 16), 0.45)
        fill_all(lit, colour, hairs, 2.2, 0.5)
        fill_all(lit, colour, hairs, 0.6, 0.5)


def _nostrils(lit: Image.Image, frame: Frame) -> None:
    dark = mixed(frame.sitter.skin, (24, 8, 6), 0.86)
    for side in (-1, 1):
        place = frame.at(side * 0.075 * frame.sitter.nose, 0.437)
        fill(lit, dark, oval(place, 8.0 * frame.sitter.nose, 3.4), 1.8, 0.75)
