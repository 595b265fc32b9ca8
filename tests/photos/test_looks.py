"""What a picture is said to look like, and that people are hardly ever asked without a reason."""

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from bot.photos.looks import Look, is_blurred, look_of
from simulation.photographs import WALLS, initials, photograph, silhouette
from tests.photos.photographs import opened, photographs
from tests.photos.renditions import jpeg

# Share of the side by which a picture is blurred that anybody calls blurred.
BLUR = 0.012
PORTRAITS = [(sitter, wall) for sitter in range(0, 23, 4) for wall in sorted(WALLS)]


def square(image: Image.Image) -> Image.Image:
    side = min(image.size)
    return ImageOps.fit(image, (side, side))


def people() -> dict[str, Image.Image]:
    """Photographs of people, square and encoded as they are sent."""
    return {name: opened(jpeg(square(opened(file)))) for name, file in photographs().items()}


def blurred(image: Image.Image, share: float = BLUR) -> Image.Image:
    return opened(jpeg(image.filter(ImageFilter.GaussianBlur(share * image.width))))


def logo(ground: str, *colours: str) -> Image.Image:
    """A mark of a few colours, off the middle, as no letter or figure is."""
    image = Image.new("RGB", (600, 600), ground)
    pen = ImageDraw.Draw(image)
    for number, colour in enumerate(colours):
        left = 100 + 110 * number
        pen.rounded_rectangle((left, left, left + 180, left + 220), 40, fill=colour)
    return image.resize((300, 300), Image.Resampling.LANCZOS)


@pytest.mark.parametrize("name", sorted(photographs()))
def test_a_photo_of_somebody_looks_like_nothing_else_however_dark_or_pale(name: str) -> None:
    image = people()[name]
    for variant in (
        image,
        image.point(lambda value: value * 0.12),
        image.point(lambda value: 120 + value * 0.3),
        ImageOps.grayscale(image).convert("RGB"),
    ):
        assert look_of(variant) is None


@pytest.mark.parametrize(("sitter", "wall"), PORTRAITS)
def test_a_portrait_looks_like_somebody_and_is_sharp(sitter: int, wall: str) -> None:
    image = opened(photograph(sitter, wall=wall, width=600, height=600))
    assert look_of(image) is None
    assert not is_blurred(image)
    assert is_blurred(blurred(image))


@pytest.mark.parametrize("name", sorted(photographs()))
def test_a_sharp_photo_is_not_called_blurred_and_a_blurred_one_is(name: str) -> None:
    image = people()[name]
    assert not is_blurred(image)
    assert not is_blurred(blurred(image, 0.002))
    assert is_blurred(blurred(image))


@pytest.mark.parametrize(
    ("ground", "colours"),
    [
        ("white", ("#d83b01",)),
        ("#0078d4", ("white", "#ffb900")),
        ("black", ("#107c10", "white", "#5c2d91")),
    ],
)
def test_a_mark_of_a_few_colours_looks_like_a_logo(ground: str, colours: tuple[str, ...]) -> None:
    assert look_of(opened(jpeg(logo(ground, *colours)))) is Look.LOGO


def test_letters_look_like_a_logo() -> None:
    assert look_of(opened(initials("HR", 400))) is Look.LOGO


def test_the_figure_for_a_missing_photo_and_one_colour_are_called_that() -> None:
    assert look_of(opened(silhouette(648))) is Look.FIGURE
    assert look_of(Image.new("RGB", (300, 300), "#5b5fc7")) is Look.ONE_COLOUR


def test_one_colour_is_not_blurred_besides() -> None:
    assert not is_blurred(Image.new("RGB", (300, 300), "#5b5fc7"))
