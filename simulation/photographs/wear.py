"""What is worn on the head: glasses, headscarf, turban."""

from collections.abc import Sequence

from PIL import Image, ImageChops

from simulation.photographs.brush import blurred, fill, fill_all, raised, shape, stroke
from simulation.photographs.chance import Chance
from simulation.photographs.curve import Point, closed
from simulation.photographs.field import SIZE, field_of
from simulation.photographs.head import Frame
from simulation.photographs.light import Light, Surface, shade

_CLOTH = Surface(bleed=(0.1, 0.1, 0.1), gloss=0.02, sharpness=3)
_LENSES: dict[str, list[Point]] = {
    "round": [
        (-0.2, 0.0), (-0.15, -0.13), (0.0, -0.17), (0.15, -0.13),
        (0.2, 0.0), (0.15, 0.13), (0.0, 0.18), (-0.15, 0.13),
    ],
    "square": [
        (-0.205, -0.02), (-0.19, -0.115), (0.0, -0.13), (0.19, -0.125),
        (0.215, -0.03), (0.18, 0.12), (0.0, 0.145), (-0.17, 0.115),
    ],
}  # fmt: skip


def put_on_glasses(head: Image.Image, frame: Frame) -> None:
    """Paint the sitter's glasses and their shadow on the face."""
    if frame.sitter.glasses == "none":
        return
    rims = _rims(frame)
    fill_all(head, (40, 20, 16), [_moved(rim, 4, 6) for rim in rims], 2.6, 0.3)
    for side in (-1, 1):
        lens = _lens(frame, side)
        fill(head, (210, 224, 236), lens, 1.0, 0.05)
        glint = [lens[i] for i in range(len(lens) * 2 // 10, len(lens) * 4 // 10)]
        fill(head, (255, 255, 255), glint, 3.0, 0.16)
    fill_all(head, (34, 30, 32), rims, 0.6, 0.97)
    fill_all(
        head, (150, 146, 150), [_moved(rim, -0.9, -1.3) for rim in _rims(frame, 0.3)], 0.7, 0.5
    )


def headwear(frame: Frame, light: Light, chance: Chance) -> Image.Image | None:
    """Return the sitter's headscarf or turban, as RGBA, or nothing."""
    if frame.sitter.head == "scarf":
        return _scarf(frame, light, chance)
    if frame.sitter.head == "turban":
        return _turban(frame, light, chance)
    return None


def _lens(frame: Frame, side: int) -> list[Point]:
    points = [(side * (0.3 + u), 0.015 + v) for u, v in _LENSES[frame.sitter.glasses]]
    return closed(frame.path(points), 5)


def _rims(frame: Frame, weight: float = 1.0) -> list[list[Point]]:
    strokes = []
    for side in (-1, 1):
        lens = _lens(frame, side)
        strokes.append(stroke([*lens, lens[0], lens[1]], 5 * weight, 5 * weight, 5 * weight, 1))
        edge = frame.half_width(-0.02)
        arm = frame.path([(side * 0.5, -0.04), (side * 0.62, -0.05), (side * edge, -0.03)])
        strokes.append(stroke(arm, 5 * weight, 6 * weight, 5 * weight))
    bridge = frame.path([(-0.105, -0.03), (0.0, -0.065), (0.105, -0.03)])
    return [*strokes, stroke(bridge, 5 * weight, 4.5 * weight, 5 * weight)]


def _scarf(frame: Frame, light: Light, chance: Chance) -> Image.Image:
    around = [
        (0.0, -1.2), (0.5, -1.08), (0.82, -0.66), (0.9, -0.1), (0.86, 0.45), (0.8, 0.9),
        (1.06, 1.3), (1.3, 1.62), (0.6, 1.98), (0.0, 2.1),
    ]  # fmt: skip
    opening = [
        (0.0, -0.74), (0.36, -0.67), (0.58, -0.42), (0.665, 0.0), (0.63, 0.42), (0.5, 0.74),
        (0.3, 0.96), (0.0, 1.05),
    ]  # fmt: skip
    outer, hole = _symmetric(frame, around), _symmetric(frame, opening)
    folds = [
        [(side * u, v) for u, v in fold]
        for side in (-1, 1)
        for fold in (
            [(0.1, -0.94), (0.6, -0.7), (0.78, 0.0), (0.66, 0.7), (0.2, 1.2)],
            [(0.2, -1.08), (0.76, -0.6), (0.85, 0.2), (0.72, 0.9), (0.3, 1.4)],
            [(0.74, 0.9), (0.66, 1.3), (0.2, 1.62)], [(0.86, 1.1), (0.9, 1.4), (0.5, 1.9)],
            [(0.46, 0.98), (0.3, 1.14), (-0.1, 1.26)],
        )
    ]  # fmt: skip
    mask = ImageChops.multiply(shape(outer, 1.0), ImageChops.invert(shape(hole, 0.9)))
    return _draped(frame, mask, folds, light, chance)


def _turban(frame: Frame, light: Light, chance: Chance) -> Image.Image:
    around = [
        (0.0, -1.4), (0.46, -1.32), (0.8, -1.02), (0.9, -0.66), (0.82, -0.26), (0.73, -0.06),
        (0.66, -0.26), (0.42, -0.5), (0.0, -0.66),
    ]  # fmt: skip
    folds = [
        [
            (side * 0.86, -0.2 - 0.14 * layer),
            (side * 0.46, -0.52 - 0.17 * layer),
            (-side * 0.16, -0.76 - 0.15 * layer),
        ]
        for side in (-1, 1)
        for layer in range(5)
    ]
    return _draped(frame, shape(_symmetric(frame, around), 1.0), folds, light, chance)


def _draped(
    frame: Frame, mask: Image.Image, folds: Sequence[list[Point]], light: Light, chance: Chance
) -> Image.Image:
    height = field_of(blurred(mask, 22)) * 70.0
    height = height + field_of(blurred(mask, 4)) * 8.0
    for fold in folds:
        height = raised(height, stroke(frame.path(fold), 3, 13, 4), chance.uniform(4, 8), 4.5)
    weave = field_of(chance.noise(SIZE)) - 0.5
    colour = Image.new("RGB", SIZE, frame.sitter.accent)
    lit = shade(height + weave * 0.6, colour, mask, light, _CLOTH, reach=24)
    lit.putalpha(mask)
    return lit


def _symmetric(frame: Frame, half: list[Point]) -> list[Point]:
    mirrored = [(-u, v) for u, v in half[1:-1]][::-1]
    return closed(frame.path([*half, *mirrored]))


def _moved(points: Sequence[Point], right: float, down: float) -> list[Point]:
    return [(x + right, y + down) for x, y in points]
