"""Clothes: pieces of cloth laid over the shoulders, folded, shaded and textured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageChops

from simulation.photographs.brush import fill, oval, raised, shape, stroke
from simulation.photographs.chance import Chance
from simulation.photographs.curve import Point, closed, opened
from simulation.photographs.field import SIZE, Field, field_of
from simulation.photographs.light import Light, Surface, shade
from simulation.photographs.sitter import Sitter
from simulation.photographs.tone import Colour, mixed
from simulation.photographs.torso import MIDDLE, Body

_CLOTH = Surface(bleed=(0.08, 0.08, 0.08), gloss=0.012, sharpness=3)
_WHITE: Colour = (226, 226, 224)


@dataclass(frozen=True, slots=True)
class Cloth:
    """What is being worn while it is put on: its relief, colours and outline."""

    height: Field
    colour: Image.Image
    mask: Image.Image

    def with_piece(
        self, colour: Colour, points: Sequence[Point], rise: float, blur: float = 1.6
    ) -> "Cloth":
        """Return the cloth with another piece on top, `rise` pixels thick."""
        painted = self.colour.copy()
        fill(painted, colour, points, 0.7)
        mask = ImageChops.lighter(self.mask, shape(points, 0.8))
        return Cloth(raised(self.height, points, rise, blur), painted, mask)

    def without(self, points: Sequence[Point], rim: float = 3.0) -> "Cloth":
        """Return the cloth with a neckline cut out, its edge rolled."""
        mask = ImageChops.multiply(self.mask, ImageChops.invert(shape(points, 0.8)))
        return Cloth(raised(self.height, points, -rim * 3, 2.4), self.colour, mask)


def clothes(sitter: Sitter, light: Light, chance: Chance) -> Image.Image:
    """Return the sitter's clothes, as RGBA."""
    body = Body.of(sitter)
    cloth = _CUTS[sitter.clothes](_body_cloth(body, sitter.cloth, chance), body, sitter.cloth)
    weave = field_of(chance.noise(SIZE)) - 0.5
    height = cloth.height + weave * 0.6
    lit = shade(height, cloth.colour, cloth.mask, light, _CLOTH, reach=30)
    lit.putalpha(cloth.mask)
    return lit


def _body_cloth(body: Body, colour: Colour, chance: Chance) -> Cloth:
    outline = body.outline(7)
    height = field_of(shape(outline, 30)) * 96.0
    for _ in range(9):
        side = chance.choice((-1, 1))
        start = (
            MIDDLE + side * body.shoulder * chance.uniform(0.45, 0.95),
            chance.uniform(560, 640),
        )
        end = (start[0] - side * chance.uniform(30, 110), start[1] + chance.uniform(30, 90))
        bend = ((start[0] + end[0]) / 2 + chance.uniform(-14, 14), (start[1] + end[1]) / 2)
        fold = stroke([start, bend, end], 3, chance.uniform(8, 18), 3)
        height = raised(
            height, fold, chance.uniform(3, 8) * chance.choice((-1, 1)), chance.uniform(4, 7)
        )
    return Cloth(height, Image.new("RGB", SIZE, colour), shape(outline, 0.9))


def _outline(body: Body, half: Sequence[Point]) -> list[Point]:
    """Return a symmetric outline; across is in neck half-widths, down in pixels."""
    right = [(MIDDLE + x * body.neck, y) for x, y in half]
    return right + [(2 * MIDDLE - x, y) for x, y in right[::-1] if x > MIDDLE]


def _pair(body: Body, half: Sequence[Point]) -> list[list[Point]]:
    return [[(MIDDLE + side * x * body.neck, y) for x, y in half] for side in (-1, 1)]


def _darker(colour: Colour, part: float) -> Colour:
    return mixed(colour, (0, 0, 0), part)


def _lighter(colour: Colour, part: float) -> Colour:
    return mixed(colour, (255, 255, 255), part)


def _tee(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    rib = [(1.34, 440), (1.2, 480), (0.84, 530), (0.42, 550), (0.0, 556)]
    cloth = cloth.without(_outline(body, rib), 1)
    line = opened(_outline(body, rib[1:]), 4)
    return cloth.with_piece(_darker(colour, 0.08), stroke(line, 11, 13, 11, 1), 4)


def _sweater(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    roll = [(1.06, 464), (0.84, 504), (0.44, 526), (0.0, 532)]
    cloth = cloth.without(_outline(body, [(1.3, 430), *roll]), 1)
    line = opened(_outline(body, roll), 4)
    cloth = cloth.with_piece(colour, stroke(line, 20, 25, 20, 1), 9, 5)
    for x, y in line[3:-3:2]:
        lean = (x - MIDDLE) * 0.1
        rib = stroke([(x - lean, y - 11), (x + lean, y + 11)], 2, 2, 2, 2)
        cloth = replace(cloth, height=raised(cloth.height, rib, -3, 1))
    return cloth


def _blouse(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    cloth = cloth.without(_outline(body, [(1.4, 430), (1.2, 490), (0.06, 622)]), 2)
    for edge in _pair(body, [(1.22, 480), (0.84, 552), (0.04, 630)]):
        cloth = cloth.with_piece(_lighter(colour, 0.06), stroke(edge, 10, 14, 8), 4, 2.5)
    return cloth


def _shirt(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    cloth = cloth.without(_outline(body, [(1.4, 430), (1.0, 500), (0.0, 574)]))
    band = _outline(body, [(0.16, 570), (0.17, 670)])
    cloth = cloth.with_piece(_lighter(colour, 0.03), band, 2.5, 1.2)
    for y in (604, 656):
        cloth = cloth.with_piece(
            mixed(colour, (240, 236, 228), 0.6), oval((MIDDLE, y), 4.4, 4.4), 2.5, 0.9
        )
    return _collar(cloth, body, _lighter(colour, 0.05), 566)


def _collar(cloth: Cloth, body: Body, colour: Colour, tip: float) -> Cloth:
    half = [
        (1.02, 452), (1.26, 486), (0.95, tip + 20), (0.62, tip + 26), (0.03, tip - 16),
        (0.5, 524), (0.93, 478),
    ]  # fmt: skip
    for side in _pair(body, half):
        cloth = cloth.with_piece(colour, closed(side, 3), 9, 2.0)
    return cloth


def _suit(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    cloth = cloth.with_piece(_WHITE, _outline(body, _CHEST), -6, 3)
    cloth = cloth.without(_outline(body, [(1.5, 420), (1.3, 480), (0.9, 500), (0.0, 544)]))
    tie = mixed((colour[2], colour[0] // 2, colour[1] // 2), (110, 24, 40), 0.6)
    cloth = cloth.with_piece(tie, _outline(body, [(0.18, 542), (0.13, 574)]), 8, 3)
    cloth = cloth.with_piece(tie, _outline(body, [(0.13, 575), (0.26, 680)]), 5, 3)
    cloth = _collar(cloth, body, _WHITE, 552)
    return _lapels(cloth, body, colour)


def _blazer(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    cloth = cloth.with_piece(mixed(colour, (236, 228, 216), 0.82), _outline(body, _CHEST), -6, 3)
    cloth = cloth.without(
        _outline(body, [(1.5, 420), (1.3, 480), (0.86, 528), (0.4, 552), (0.0, 558)]), 1
    )
    return _lapels(cloth, body, colour)


def _lapels(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    half = [
        (1.06, 466), (1.36, 490), (1.7, 558), (1.3, 572), (1.5, 596), (0.28, 690), (0.1, 690),
        (0.78, 580),
    ]  # fmt: skip
    for side in _pair(body, half):
        cloth = cloth.with_piece(_lighter(colour, 0.03), closed(side, 2), 8, 1.8)
    for notch in _pair(body, [(1.7, 560), (1.26, 575)]):
        cloth = cloth.with_piece(_darker(colour, 0.5), stroke(notch, 2, 2, 1), -1, 0.8)
    return cloth


def _hoodie(cloth: Cloth, body: Body, colour: Colour) -> Cloth:
    cloth = cloth.with_piece(_WHITE, _outline(body, [(1.0, 500), (0.7, 560), (0.0, 572)]), -3, 4)
    cloth = cloth.without(_outline(body, [(1.4, 420), (1.1, 480), (0.72, 522), (0.0, 540)]))
    half = [
        (1.0, 430), (1.5, 462), (1.45, 520), (0.7, 586), (0.04, 604), (0.06, 576), (0.7, 540),
        (1.0, 490),
    ]  # fmt: skip
    for side in _pair(body, half):
        cloth = cloth.with_piece(_darker(colour, 0.06), closed(side, 4), 14, 6)
    for cord in _pair(body, [(0.28, 588), (0.33, 640), (0.3, 668)]):
        cloth = cloth.with_piece(_lighter(colour, 0.6), stroke(cord, 4, 4, 4), 4, 1.2)
    return cloth


_CHEST: list[Point] = [(1.0, 480), (0.95, 560), (0.2, 680)]
_CUTS: dict[str, Callable[[Cloth, Body, Colour], Cloth]] = {
    "tee": _tee, "sweater": _sweater, "blouse": _blouse, "shirt": _shirt, "suit": _suit,
    "blazer": _blazer, "hoodie": _hoodie,
}  # fmt: skip
