import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from bot.photos.picture import Picture, Placeholder, read_picture
from simulation.photographs import WALLS, initials, photograph, silhouette
from tests.photos.photographs import drawings, opened, photographs
from tests.photos.renditions import SIZES, jpeg, png, resized

GROUNDS_AND_FIGURES = [
    ("#dcdcdc", "#9b9b9b"),
    ("#ffffff", "#c8c8c8"),
    ("#c8c8c8", "#ffffff"),
    ("#0078d4", "#ffffff"),
    ("#edebe9", "#c8c6c4"),
    ("#cccccc", "#b0b0b0"),
]


def placeholder(file: bytes) -> Placeholder | None:
    picture = read_picture(file)
    assert isinstance(picture, Picture)
    return picture.placeholder


def silhouette_of(ground: str, figure: str, size: int, *, disc: bool = False) -> Image.Image:
    large = size * 4
    image = Image.new("RGB", (large, large), ground)
    pen = ImageDraw.Draw(image)
    pen.ellipse([large * part for part in (0.33, 0.18, 0.67, 0.52)], fill=figure)
    pen.ellipse([large * part for part in (0.17, 0.6, 0.83, 1.4)], fill=figure)
    if disc:
        mask = Image.new("L", image.size)
        ImageDraw.Draw(mask).ellipse((0, 0, large, large), fill=255)
        image = Image.composite(image, Image.new("RGB", image.size, "white"), mask)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def letters(text: str, size: int, ground: str, ink: str = "white") -> Image.Image:
    image = Image.new("RGB", (size, size), ground)
    font = ImageFont.load_default(size * 0.42)
    ImageDraw.Draw(image).text((size / 2, size / 2), text, ink, font, anchor="mm")
    return image


@pytest.mark.parametrize("size", SIZES)
def test_the_default_person_is_a_silhouette_at_every_size(size: int) -> None:
    assert placeholder(silhouette(size)) is Placeholder.SILHOUETTE


@pytest.mark.parametrize(("ground", "figure"), GROUNDS_AND_FIGURES)
@pytest.mark.parametrize("disc", [False, True])
def test_a_silhouette_may_have_any_colours(ground: str, figure: str, disc: bool) -> None:
    for size in (72, 240, 648):
        image = silhouette_of(ground, figure, size, disc=disc)
        assert placeholder(jpeg(image)) is Placeholder.SILHOUETTE
        assert placeholder(png(image)) is Placeholder.SILHOUETTE


@pytest.mark.parametrize("text", ["AB", "W", "JL", "OO", "MM", "É"])
@pytest.mark.parametrize("size", [96, 200, 648])
def test_letters_on_a_flat_colour_are_initials(text: str, size: int) -> None:
    assert placeholder(initials(text, size)) is Placeholder.INITIALS
    assert placeholder(jpeg(letters(text, size, "#038387"))) is Placeholder.INITIALS
    assert placeholder(jpeg(letters(text, size, "#f3d6d8", "#751d1f"))) is Placeholder.INITIALS


@pytest.mark.parametrize("colour", ["white", "black", "#777777", "#0078d4"])
@pytest.mark.parametrize("size", [48, 648])
def test_one_colour_is_blank(colour: str, size: int) -> None:
    assert placeholder(jpeg(Image.new("RGB", (size, size), colour))) is Placeholder.BLANK


def test_a_transparent_picture_is_blank() -> None:
    assert placeholder(png(Image.new("RGBA", (200, 200), (9, 120, 30, 0)))) is Placeholder.BLANK


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (15, 1)])
def test_a_picture_of_a_few_pixels_is_tiny(size: tuple[int, int]) -> None:
    assert placeholder(png(Image.new("RGB", size, "red"))) is Placeholder.TINY


@pytest.mark.parametrize("name", sorted(photographs() | drawings()))
def test_neither_photos_nor_drawings_of_people_are_placeholders(name: str) -> None:
    image = opened((photographs() | drawings())[name])
    variants = {
        "as it is": image,
        "dark": image.point(lambda value: value * 0.25),
        "pale": image.point(lambda value: 120 + value * 0.3),
        "black and white": ImageOps.grayscale(image).convert("RGB"),
        "posterised": ImageOps.posterize(image, 2),
        "two tones": image.convert("1").convert("RGB"),
    }
    for kind, variant in variants.items():
        for size in (48, 240):
            small = resized(variant, size, Image.Resampling.BICUBIC)
            assert placeholder(jpeg(small)) is None, f"{kind}, {size} px"


@pytest.mark.parametrize("wall", sorted(WALLS))
def test_a_photo_before_a_plain_wall_is_a_photo(wall: str) -> None:
    for sitter in range(3):
        assert placeholder(photograph(sitter, wall=wall, width=200, height=200)) is None


def test_a_logo_is_no_silhouette() -> None:
    logo = Image.new("RGB", (240, 240), "white")
    pen = ImageDraw.Draw(logo)
    pen.ellipse((40, 40, 200, 200), fill="#107c10")
    pen.polygon([(120, 60), (170, 160), (70, 160)], fill="white")
    assert placeholder(png(logo)) is not Placeholder.SILHOUETTE


@pytest.mark.parametrize(
    "shapes",
    [
        [(80, 80, 160, 160)],
        [(70, 80, 110, 160), (120, 130, 150, 160)],
    ],
    ids=["a dot", "a tall stroke beside a short one"],
)
def test_shapes_in_the_middle_are_no_letters(shapes: list[tuple[int, int, int, int]]) -> None:
    image = Image.new("RGB", (240, 240), "#5b5fc7")
    for shape in shapes:
        ImageDraw.Draw(image).ellipse(shape, fill="white")
    assert placeholder(png(image)) is None
