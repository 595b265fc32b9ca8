"""How a lit surface looks: diffuse light, shadows, gloss and the red glow of skin."""

from dataclasses import dataclass

from PIL import Image, ImageFilter

from simulation.photographs.field import Field

Direction = tuple[float, float, float]
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """Where the key light stands (x right, y down, z to the viewer) and how strong all are."""

    key: Direction = (-0.62, -0.42, 0.66)
    strength: float = 1.0
    fill: float = 0.34
    warmth: float = 0.0


@dataclass(frozen=True, slots=True)
class Surface:
    """What a material does with light; `bleed` is how far each colour creeps into shadow."""

    bleed: Colour = (0.1, 0.1, 0.1)
    gloss: float = 0.0
    sharpness: int = 4


def shade(
    height: Field, colour: Image.Image, light: Light, surface: Surface, shadow: Field | None = None
) -> Image.Image:
    """Return `colour` lit as the relief `height` (in pixels) would be."""
    x, y, z = _normals(height)
    lit = _facing(x, y, z, light.key)
    filled = _facing(x, y, z, (0.72, -0.12, 0.68)).at_least(0.0) * light.fill
    ambient = (y * -0.07 + 0.14) + z * 0.06
    gaps = _crevices(height)
    sheen = _sheen(x, y, z, light.key, surface)
    bands = []
    for band, bleed, tint in zip(colour.split(), surface.bleed, _tint(light), strict=True):
        key = ((lit + bleed) / (1 + bleed)).at_least(0.0)
        if shadow is not None:
            key = key * (shadow * (1 - bleed * 0.6) * -1.0 + 1.0)
        total = (key * (light.strength * tint) + filled + ambient) * gaps
        linear = (Field(band.convert("F")) * (1 / 255)) ** 2.2
        bands.append(_film(linear * total + sheen))
    return Image.merge("RGB", bands)


def cast_shadow(height: Field, light: Light, reach: int = 64) -> Field:
    """Return 1.0 where the relief (in pixels) hides the key light, soft at the edges."""
    x, y, z = light.key
    slant = (x * x + y * y) ** 0.5
    dark = height * 0.0
    for step in range(3, reach, 4):
        nearer = height.shifted(round(-x / slant * step), round(-y / slant * step))
        dark = dark.at_least((nearer - height - step * z / slant) * 0.16)
    return Field(dark.at_most(1.0).mask().filter(ImageFilter.GaussianBlur(3.2)).convert("F")) * (
        1 / 255
    )


def _normals(height: Field) -> tuple[Field, Field, Field]:
    x = (height.shifted(1, 0) - height.shifted(-1, 0)) * 0.5
    y = (height.shifted(0, 1) - height.shifted(0, -1)) * 0.5
    scale = (x * x + y * y + 1.0) ** -0.5
    return x * scale, y * scale, scale


def _facing(x: Field, y: Field, z: Field, direction: Direction) -> Field:
    return x * direction[0] + y * direction[1] + z * direction[2]


def _crevices(height: Field) -> Field:
    hollow = (height.softened(14) - height) * 0.022
    wide = (height.softened(42) - height) * 0.008
    return ((hollow + wide).at_least(-0.06) * -1.0 + 1.0).at_least(0.35)


def _sheen(x: Field, y: Field, z: Field, key: Direction, surface: Surface) -> Field:
    length = (key[0] ** 2 + key[1] ** 2 + (key[2] + 1) ** 2) ** 0.5
    half = (key[0] / length, key[1] / length, (key[2] + 1) / length)
    sheen = _facing(x, y, z, half).at_least(0.0)
    for _ in range(surface.sharpness):
        sheen = sheen * sheen
    return sheen * surface.gloss


def _tint(light: Light) -> Colour:
    return 1 + light.warmth, 1.0, 1 - light.warmth


def _film(linear: Field) -> Image.Image:
    """Roll bright parts off as film does, then encode for the screen."""
    kept = linear.at_least(0.0).at_most(1.6)
    return ((kept * (kept * -0.17 + 1.12)).at_most(1.0) ** 0.4545).mask()
