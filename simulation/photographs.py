"""Portraits for people's accounts, of nobody who exists, and what stands where no photo is."""

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont, ImageOps

from simulation.people import Picture, Portrait

WALLS = ("studio", "plain", "office", "garden", "cafe", "sky")
SITTERS, SHOTS = 23, 3
"""How many people there are portraits of, and how many of each."""

_PORTRAITS = Path(__file__).parent / "portraits"
_SIDE = 648
_HUES = ((128, 128), (96, 144), (152, 104), (112, 96), (152, 160))
"""Cb and Cr."""

_FLAT = ("#5b5fc7", "#0f6c6c", "#8a3b73", "#9a4a14", "#38702f", "#2f5d9b", "#7a4fa3", "#a23b45")


def draw(picture: Picture) -> bytes:
    """Return the picture as a JPEG of 648 by 648 pixels."""
    if isinstance(picture, Portrait):
        return photograph(picture.sitter, picture.shot, wall=picture.wall)
    return silhouette(_SIDE)


@lru_cache(maxsize=256)
def photograph(
    sitter: int, shot: int = 0, *, wall: str = "studio", width: int = _SIDE, height: int = _SIDE
) -> bytes:
    """Return a JPEG portrait of person `sitter` before `wall`, `width` by `height` pixels.

    The first `SITTERS` people look clearly different; higher numbers are look-alikes of theirs.
    Another `shot` is another photo of the same person. KeyError if `wall` is none of `WALLS`.
    """
    if wall not in WALLS:
        raise KeyError(wall)
    lookalike, model = divmod(sitter, SITTERS)
    again, pose = divmod(shot, SHOTS)
    view = _opened(f"wall-{wall}")
    figure = _opened(f"sitter-{model:02}-shot-{(pose + lookalike) % SHOTS}")
    if lookalike or again:
        figure = _nearer(figure, Random(f"{sitter}/{again}"))  # noqa: S311 # nosec B311 # no secret
        view = _in_other_light(view, lookalike + again, lookalike // 25 + 2 * again)
    if lookalike % 2:
        figure = ImageOps.mirror(figure)
    view.alpha_composite(figure)
    size = (width, height)
    image = ImageOps.fit(view.convert("RGB"), size, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    return _encoded(image, "JPEG")


@lru_cache(maxsize=16)
def silhouette(size: int = 240) -> bytes:
    """Return a JPEG of the grey default person, `size` pixels square."""
    edge = size * 4
    image = Image.new("RGB", (edge, edge), "#dcdcdc")
    pen = ImageDraw.Draw(image)
    pen.ellipse([edge * part for part in (0.325, 0.19, 0.675, 0.54)], fill="#9b9b9b")
    pen.ellipse([edge * part for part in (0.17, 0.61, 0.83, 1.5)], fill="#9b9b9b")
    return _encoded(image.resize((size, size), Image.Resampling.LANCZOS), "JPEG")


def initials(text: str, size: int = 240) -> bytes:
    """Return a PNG of white letters on a flat colour chosen by `text`, `size` pixels square."""
    choice = hashlib.sha256(text.encode()).digest()[0] % len(_FLAT)
    image = Image.new("RGB", (size, size), _FLAT[choice])
    font = ImageFont.load_default(size * (0.42 if len(text) < 3 else 0.3))
    ImageDraw.Draw(image).text((size / 2, size / 2), text, "white", font, anchor="mm")
    return _encoded(image, "PNG")


def _nearer(figure: Image.Image, chance: Random) -> Image.Image:
    """Enlarge the figure and move its head, both by chance."""
    spare = chance.uniform(0.04, 0.16) * _SIDE
    left, top = chance.uniform(0, spare), chance.uniform(0, spare / 4)
    box = (left, top, left + _SIDE - spare, top + _SIDE - spare)
    return figure.resize(figure.size, Image.Resampling.BICUBIC, box)


def _in_other_light(view: Image.Image, left: int, right: int) -> Image.Image:
    """Tint the wall with one of 25 colours from the left and another from the right.

    Either side is even and the change is behind the figure, for with a slope across the whole wall
    a crop of one picture would look like another one.
    """
    light = Image.new("YCbCr", (2, 1))
    for side, number in enumerate((left, right)):
        brightness, hue = divmod(number % 25, 5)
        light.putpixel((side, 0), (50 + 40 * brightness, *_HUES[hue]))
    large = light.resize(view.size, Image.Resampling.BILINEAR)
    return Image.blend(view, large.convert("RGBA"), 0.65)


def _opened(name: str) -> Image.Image:
    with Image.open(_PORTRAITS / f"{name}.webp") as image:
        return image.convert("RGBA")


def _encoded(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, quality=90)
    return file.getvalue()
