"""What is behind the sitter, out of focus."""

from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from simulation.photographs.chance import Chance
from simulation.photographs.field import SIZE
from simulation.photographs.tone import Colour, mixed

_SMALL = 162


def background(wall: str, chance: Chance) -> Image.Image:
    """Return the blurred wall or view named `wall`, one of `WALLS`."""
    small = _PAINTERS[wall](chance)
    return small.resize(SIZE, Image.Resampling.BICUBIC)


def _studio(_: Chance) -> Image.Image:
    return _lit_wall((112, 124, 138), (52, 60, 72), Chance("the studio's painted canvas"), 26)


def _plain(_: Chance) -> Image.Image:
    return _lit_wall((222, 217, 208), (158, 152, 146), Chance("a plaster wall"), 6)


def _sky(chance: Chance) -> Image.Image:
    image = _slope((126, 164, 204), (214, 224, 230))
    pen = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, size = chance.randrange(-20, 180), chance.randrange(0, 120), chance.randrange(8, 26)
        pen.ellipse((x - size * 2, y - size / 2, x + size * 2, y + size / 2), (236, 238, 240))
    return image.filter(ImageFilter.GaussianBlur(9))


def _office(chance: Chance) -> Image.Image:
    image = _slope((176, 170, 160), (92, 86, 80))
    pen = ImageDraw.Draw(image)
    left = chance.randrange(-30, 4)
    for pane in range(3):
        x = left + pane * 26
        pen.rectangle((x, 6, x + 22, 104), (232, 238, 242))
        pen.rectangle((x, 70, x + 22, 104), (182, 198, 190))
    pen.rectangle((106, 4, 166, 126), (104, 84, 66))
    for shelf in range(4):
        _books(pen, 8 + shelf * 31, chance)
    for _ in range(18):
        x, y = chance.randrange(82, 106), chance.randrange(70, 122)
        pen.ellipse((x - 6, y - 4, x + 6, y + 4), (54, chance.randrange(80, 116), 58))
    pen.rectangle((-2, 126, 166, 166), (96, 78, 62))
    return image.filter(ImageFilter.GaussianBlur(3.4))


def _books(pen: ImageDraw.ImageDraw, top: int, chance: Chance) -> None:
    pen.rectangle((109, top, 166, top + 26), (70, 58, 48))
    x = 110
    while x < 160:
        wide, tall = chance.randrange(3, 7), chance.randrange(14, 23)
        spine = chance.choice(((150, 140, 122), (86, 98, 112), (128, 84, 62), (188, 180, 164)))
        pen.rectangle((x, top + 26 - tall, x + wide, top + 26), spine)
        x += wide + chance.choice((0, 0, 0, 5))


def _garden(chance: Chance) -> Image.Image:
    image = _slope((170, 190, 150), (62, 82, 48))
    pen = ImageDraw.Draw(image)
    for _ in range(150):
        x, y = chance.randrange(-8, 170), chance.randrange(-8, 170)
        size = chance.uniform(5, 17)
        leaf = mixed((44, 68, 34), (160, 182, 106), chance.random() * (1.1 - y / 180))
        pen.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), leaf)
    image = image.filter(ImageFilter.GaussianBlur(5))
    return _bokeh(image, chance, 26, (238, 240, 190), 100)


def _cafe(chance: Chance) -> Image.Image:
    image = _slope((92, 70, 56), (48, 38, 34))
    pen = ImageDraw.Draw(image)
    for _ in range(18):
        x, y = chance.randrange(-8, 170), chance.randrange(20, 170)
        pen.rectangle(
            (x, y, x + chance.randrange(8, 40), y + chance.randrange(8, 30)),
            mixed((58, 44, 38), (150, 112, 78), chance.random()),
        )
    image = image.filter(ImageFilter.GaussianBlur(6))
    return _bokeh(image, chance, 34, (255, 204, 130), 110)


def _bokeh(image: Image.Image, chance: Chance, count: int, colour: Colour, low: int) -> Image.Image:
    """Add the discs of light that a wide lens makes of bright points."""
    glow = Image.new("RGB", image.size)
    for _ in range(count):
        x, y = chance.randrange(0, _SMALL), chance.randrange(0, low)
        size = chance.uniform(3, 8)
        disc = Image.new("RGB", image.size)
        bright = mixed((0, 0, 0), colour, chance.uniform(0.1, 0.42))
        ImageDraw.Draw(disc).ellipse((x - size, y - size, x + size, y + size), bright)
        glow = ImageChops.add(glow, disc)
    return ImageChops.screen(image, glow.filter(ImageFilter.GaussianBlur(1.1)))


def _lit_wall(light: Colour, dark: Colour, chance: Chance, mottle: int) -> Image.Image:
    """Return a wall with a pool of light behind the sitter's left."""
    pool = Image.radial_gradient("L").resize((300, 300)).crop((88, 78, 88 + _SMALL, 78 + _SMALL))
    coarse = chance.noise((9, 9)).resize((_SMALL, _SMALL), Image.Resampling.BICUBIC)
    fine = chance.noise((26, 26)).resize((_SMALL, _SMALL), Image.Resampling.BICUBIC)
    spots = Image.blend(coarse, fine, 0.4).point(
        [round((v - 128) * mottle / 40 + 128) for v in range(256)]
    )
    pool = ImageChops.add(pool, spots, 1, -128)
    return Image.composite(
        Image.new("RGB", pool.size, dark), Image.new("RGB", pool.size, light), pool
    )


def _slope(top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((_SMALL, _SMALL))
    return Image.composite(
        Image.new("RGB", ramp.size, bottom), Image.new("RGB", ramp.size, top), ramp
    )


_PAINTERS: dict[str, Callable[[Chance], Image.Image]] = {
    "studio": _studio, "plain": _plain, "office": _office, "garden": _garden, "cafe": _cafe,
    "sky": _sky,
}  # fmt: skip
WALLS = tuple(_PAINTERS)
