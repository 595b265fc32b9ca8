"""What services make of a picture that stays the same picture."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageFilter

SIZES = (48, 64, 72, 96, 120, 200, 240, 300, 360, 432, 504, 648)
QUALITIES = (30, 50, 75, 95)
_RESAMPLERS = (
    Image.Resampling.BOX,
    Image.Resampling.BILINEAR,
    Image.Resampling.HAMMING,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
)
_BORDER = 0.04


def jpeg(image: Image.Image, quality: int = 90, *, halved_chroma: bool = True) -> bytes:
    """A JPEG without metadata."""
    return _saved(image, "JPEG", quality=quality, subsampling=2 if halved_chroma else 0)


def png(image: Image.Image) -> bytes:
    """A PNG without metadata."""
    return _saved(image, "PNG")


def webp(image: Image.Image) -> bytes:
    """A lossy WebP."""
    return _saved(image, "WEBP", quality=60)


def resized(image: Image.Image, short_side: int, filtered: Image.Resampling) -> Image.Image:
    """The picture at another size."""
    scale = short_side / min(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), filtered)


def square(image: Image.Image, down: float = 0.5) -> Image.Image:
    """The largest square, from the top (`down` 0), the middle or the bottom (1)."""
    side = min(image.size)
    left, top = (image.width - side) // 2, round((image.height - side) * down)
    return image.crop((left, top, left + side, top + side))


def without_border(image: Image.Image, chance: Random) -> Image.Image:
    """The picture less up to 4 % of its short side at each edge, in its own shape."""
    spare = chance.uniform(0, 2 * _BORDER)
    left, top = (chance.uniform(0, spare) * side for side in image.size)
    right, bottom = left + image.width * (1 - spare), top + image.height * (1 - spare)
    return image.crop((round(left), round(top), round(right), round(bottom)))


def sharpened(image: Image.Image) -> Image.Image:
    """As some resizers finish."""
    return image.filter(ImageFilter.UnsharpMask(radius=1, percent=50, threshold=2))


def portrait(image: Image.Image) -> Image.Image:
    """A 3:4 picture cut from a square one."""
    width = image.width * 3 // 4
    left = (image.width - width) // 2
    return image.crop((left, 0, left + width, image.height))


CROPS: dict[str, Callable[[Image.Image, Random], Image.Image]] = {
    "whole": lambda image, _: image,
    "square": lambda image, _: square(image),
    "square from the top": lambda image, _: square(image, 0),
    "less a border": without_border,
    "square less a border": lambda image, chance: without_border(square(image), chance),
}


@dataclass(frozen=True)
class Rendition:
    """One way in which a picture was made over."""

    crop: str
    size: int
    quality: int
    file: bytes

    def __str__(self) -> str:
        return f"{self.crop}, {self.size} px, quality {self.quality}"


def rendition(image: Image.Image, crop: str, size: int, quality: int, chance: Random) -> Rendition:
    """The picture cropped, resized and encoded; resampler and encoder are by chance."""
    small = resized(CROPS[crop](image, chance), size, chance.choice(_RESAMPLERS))
    if chance.random() < 0.2:
        small = sharpened(small)
    return Rendition(crop, size, quality, _encoded(small, quality, chance))


def renditions(image: Image.Image, chance: Random) -> Iterator[Rendition]:
    """Every crop, size and quality."""
    for crop in CROPS:
        for size in SIZES:
            for quality in QUALITIES:
                yield rendition(image, crop, size, quality, chance)


def _encoded(image: Image.Image, quality: int, chance: Random) -> bytes:
    if quality == 95 and chance.random() < 0.5:
        return chance.choice((png, webp))(image)
    return jpeg(image, quality, halved_chroma=chance.random() < 0.7)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
