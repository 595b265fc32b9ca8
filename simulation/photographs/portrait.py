"""A portrait of a sitter, from background to finished JPEG."""

from PIL import Image

from simulation.photographs.background import background
from simulation.photographs.beard import beard
from simulation.photographs.chance import Chance
from simulation.photographs.clothes import clothes
from simulation.photographs.face import face
from simulation.photographs.field import EDGE, SIZE, WHOLE
from simulation.photographs.finish import finished, jpeg
from simulation.photographs.hair import Sheet, hair, shadow_under
from simulation.photographs.hairstyles import style
from simulation.photographs.head import Frame
from simulation.photographs.light import Light
from simulation.photographs.sitter import Shot, Sitter
from simulation.photographs.sitters import shot_of, sitter_of
from simulation.photographs.tone import mixed
from simulation.photographs.torso import bare
from simulation.photographs.wear import headwear, put_on_glasses

_SWING = 48
"""Pixels that a tilt moves the crown at most."""


def photograph(
    sitter: int, shot: int = 0, *, wall: str = "studio", width: int = 648, height: int = 648
) -> bytes:
    """Return a JPEG portrait of person `sitter`, `width` by `height` pixels.

    Twenty people look clearly different; numbers beyond them are look-alikes of the first twenty.
    Another `shot` is another photo of the same person; `wall` is one of `WALLS`, else KeyError.
    """
    chance = Chance("photograph", sitter, shot)
    person = sitter_of(sitter, shot)
    view = background(wall, Chance(wall, sitter, shot))
    image = finished(portrait(person, shot_of(sitter, shot), view, chance), chance)
    return jpeg(image, width, height)


def portrait(sitter: Sitter, shot: Shot, view: Image.Image, chance: Chance) -> Image.Image:
    """Return the sitter before `view`."""
    frame, light = Frame(sitter, shot), shot.light
    cut = style(frame)
    figure = Image.new("RGBA", SIZE)
    if cut.back:
        _put_tilted(figure, hair(cut.back, sitter.hair_colour, light, chance), shot)
    figure.alpha_composite(bare(sitter, light, chance))
    figure.alpha_composite(clothes(sitter, light, chance))
    _put_tilted(figure, _head(frame, cut.front, light, chance), shot)
    return _before(view, figure, shot)


def _head(frame: Frame, front: list[Sheet], light: Light, chance: Chance) -> Image.Image:
    head = face(frame, light, chance)
    if hairs := beard(frame):
        head.alpha_composite(hair(hairs, frame.sitter.hair_colour, light, chance))
    put_on_glasses(head, frame)
    if front:
        _lay_over(head, hair(front, frame.sitter.hair_colour, light, chance), frame)
    if cloth := headwear(frame, light, chance):
        _lay_over(head, cloth, frame)
    return head


def _lay_over(head: Image.Image, layer: Image.Image, frame: Frame) -> None:
    shadow = shadow_under(layer, head.getchannel("A"))
    head.paste(mixed(frame.sitter.skin, (24, 8, 6), 0.85), (0, 0), shadow)
    head.alpha_composite(layer)


def _put_tilted(figure: Image.Image, layer: Image.Image, shot: Shot) -> None:
    left, top, right, bottom = layer.getbbox() or WHOLE
    left, top = max(0, left - _SWING), max(0, top - _SWING)
    part = layer.crop((left, top, min(EDGE, right + _SWING), min(EDGE, bottom + _SWING)))
    tilted = part.rotate(shot.tilt, Image.Resampling.BILINEAR, center=(324 - left, 470 - top))
    figure.alpha_composite(tilted, (left, top))


def _before(view: Image.Image, figure: Image.Image, shot: Shot) -> Image.Image:
    """Place the figure, larger or smaller, so that its shoulders always leave the frame."""
    right, down = shot.shift
    edge = round(EDGE * shot.zoom)
    left, top = round((edge - EDGE) / 2 - right), round(edge - EDGE - down)
    nearer = figure.resize((edge, edge), Image.Resampling.BICUBIC)
    image = view.convert("RGBA")
    image.alpha_composite(nearer.crop((left, top, left + EDGE, top + EDGE)))
    return image.convert("RGB")
