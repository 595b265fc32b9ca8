"""A portrait of a sitter, from background to finished JPEG."""

import io

from PIL import Image, ImageDraw, ImageFilter

from simulation.photographs.chance import Chance

_WALLS = {"studio": "#8d99a6", "office": "#b9b4a6", "garden": "#6f8a5c", "plain": "#c9c4bd"}


def photograph(
    sitter: int, shot: int = 0, *, wall: str = "studio", width: int = 648, height: int = 648
) -> bytes:
    """JPEG portrait of person `sitter`; another `shot` is another photo of the same person."""
    person, moment = Chance("sitter", sitter), Chance("shot", sitter, shot)
    edge = max(width, height)
    image = Image.new("RGB", (edge, edge), _WALLS[wall])
    pen = ImageDraw.Draw(image)
    left, top = edge * moment.uniform(-0.02, 0.02), edge * moment.uniform(-0.02, 0.02)
    clothes = tuple(person.randrange(20, 120) for _ in range(3))
    red = person.randrange(110, 235)
    skin = (red, int(red * 0.76), int(red * 0.62))
    hair = tuple(int(person.uniform(20, 110) * part) for part in (1.2, 0.9, 0.7))

    def oval(box: tuple[float, float, float, float], fill: tuple[int, ...]) -> None:
        pen.ellipse([side * edge + (left, top)[i % 2] for i, side in enumerate(box)], fill=fill)

    oval((0.1, 0.72, 0.9, 1.6), clothes)
    oval((0.3, 0.1, 0.7, 0.55), hair)
    oval((0.42, 0.55, 0.58, 0.85), skin)
    oval((0.33, 0.18, 0.67, 0.66), skin)
    for x in (0.43, 0.57):
        oval((x - 0.02, 0.4, x + 0.02, 0.425), (40, 30, 30))
    oval((0.44, 0.55, 0.56, 0.575), (150, 80, 80))
    image = image.filter(ImageFilter.GaussianBlur(edge / 200))
    image = Image.blend(image, Image.merge("RGB", [moment.noise(image.size)] * 3), 0.06)
    image = image.crop((0, 0, width, height))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
