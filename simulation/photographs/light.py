"""How a lit surface looks: diffuse light, shadows, gloss and the red glow of skin."""

from dataclasses import dataclass

from PIL import Image, ImageFilter

from simulation.photographs.field import Field, field_of

Direction = tuple[float, float, float]
Colour = tuple[float, float, float]
Normal = tuple[Field, Field, Field]
_FILL: Direction = (0.72, -0.12, 0.68)


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
    height: Field,
    colour: Image.Image,
    within: Image.Image,
    light: Light,
    surface: Surface,
    *,
    reach: int = 0,
) -> Image.Image:
    """Return `colour` lit as the relief `height` (in pixels) would be, where `within` is not 0.

    Parts of the relief throw shadows up to `reach` pixels far.
    """
    box = within.getbbox() or (0, 0, 2, 2)
    lit = _lit(height.cropped(box), colour.crop(box), light, surface, reach)
    image = Image.new("RGB", colour.size)
    image.paste(lit, box)
    return image


def _lit(
    height: Field, colour: Image.Image, light: Light, surface: Surface, reach: int
) -> Image.Image:
    normal = _normals(height)
    key = _facing(normal, light.key) * (_shadow(height, light, reach) * -0.9 + 1.0)
    soft = _facing(normal, _FILL).at_least(0.0) * light.fill
    soft = soft + normal[1] * -0.08 + normal[2] * 0.05 + 0.11
    gaps, sheen = _crevices(height), _sheen(normal, light.key, surface)
    bands = []
    for band, bleed, tint in zip(colour.split(), surface.bleed, _tint(light), strict=True):
        direct = ((key + bleed) / (1 + bleed)).at_least(0.0) * (light.strength * tint)
        paint = field_of(band)
        bands.append(_film(paint * paint * (direct + soft) * gaps + sheen))
    return Image.merge("RGB", bands)


def _shadow(height: Field, light: Light, reach: int) -> Field:
    """Return 1.0 where the relief hides the key light, soft at the edges."""
    x, y, z = light.key
    slant = (x * x + y * y) ** 0.5
    dark = height * 0.0
    for step in range(3, reach, 4):
        nearer = height.shifted(round(-x / slant * step), round(-y / slant * step))
        dark = dark.at_least((nearer - height - step * z / slant) * 0.16)
    return field_of(dark.mask().filter(ImageFilter.GaussianBlur(3.2)))


def _normals(height: Field) -> Normal:
    x = (height.shifted(1, 0) - height.shifted(-1, 0)) * 0.5
    y = (height.shifted(0, 1) - height.shifted(0, -1)) * 0.5
    scale = (x * x + y * y + 1.0) ** -0.5
    return x * scale, y * scale, scale


def _facing(normal: Normal, direction: Direction) -> Field:
    (x, y, z), (right, below, near) = normal, direction
    return x * right + y * below + z * near


def _crevices(height: Field) -> Field:
    hollow = (height.softened(14) - height) * 0.022
    wide = (height.softened(42) - height) * 0.008
    return ((hollow + wide).at_least(-0.06) * -1.0 + 1.0).at_least(0.35)


def _sheen(normal: Normal, key: Direction, surface: Surface) -> Field:
    length = (key[0] ** 2 + key[1] ** 2 + (key[2] + 1) ** 2) ** 0.5
    half = (key[0] / length, key[1] / length, (key[2] + 1) / length)
    sheen = _facing(normal, half).at_least(0.0)
    for _ in range(surface.sharpness):
        sheen = sheen * sheen
    return sheen * surface.gloss


def _tint(light: Light) -> Colour:
    return 1 + light.warmth, 1.0, 1 - light.warmth


def _film(linear: Field) -> Image.Image:
    """Roll bright parts off as film does, then encode for the screen."""
    kept = linear.at_least(0.0).at_most(1.6)
    return ((kept * (kept * -0.17 + 1.12)).at_most(1.0) ** 0.5).mask()
