"""What lens and film add: softness, glow, vignette, grain and the JPEG file."""

import io

from PIL import Image, ImageChops, ImageFilter

from simulation.photographs.brush import blurred
from simulation.photographs.chance import Chance


def finished(image: Image.Image, chance: Chance, warmth: float = 0.0) -> Image.Image:
    """Return `image` as a lens and film would have caught it."""
    glow = blurred(image, 9)
    image = Image.blend(image, ImageChops.screen(image, glow), 0.1)
    image = _vignette(_graded(image, warmth))
    return _grain(image, chance)


def jpeg(image: Image.Image, width: int, height: int) -> bytes:
    """Return `image` as a JPEG, its middle cropped to the shape asked for."""
    scale = max(width / image.width, height / image.height)
    wide, tall = width / scale, height / scale
    left, top = (image.width - wide) / 2, (image.height - tall) * 0.4
    box = (left, top, left + wide, top + tall)
    image = image.resize((width, height), Image.Resampling.LANCZOS, box)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _graded(image: Image.Image, warmth: float) -> Image.Image:
    """Deepen the shadows a little and tint all by `warmth`."""
    curve = [value + 14 * _bend(value / 255) for value in range(256)]
    gains = (1 + warmth, 1.0, 1 - warmth)
    return image.point([min(255, max(0, round(v * gain))) for gain in gains for v in curve])


def _bend(level: float) -> float:
    return 10.0 * level * (1 - level) * (level - 0.42)


def _vignette(image: Image.Image) -> Image.Image:
    ring = Image.radial_gradient("L").resize(image.size, Image.Resampling.BICUBIC)
    shade = ring.point([255 - round(max(0, v - 70) ** 1.6 / 58) for v in range(256)])
    return ImageChops.multiply(image, Image.merge("RGB", [shade] * 3))


def _grain(image: Image.Image, chance: Chance) -> Image.Image:
    noise = chance.noise(image.size).filter(ImageFilter.GaussianBlur(0.5))
    grain = noise.point([round(128 + (v - 128) * 0.12) for v in range(256)])
    return ImageChops.add(image, Image.merge("RGB", [grain] * 3), 1, -128)
