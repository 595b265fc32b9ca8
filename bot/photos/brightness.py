"""Find by how much one picture is brighter than another, if they show the same."""

from PIL import Image

_STEPS = 3


def gain_between(darker: Image.Image, brighter: Image.Image) -> float:
    """Return the factor between two YCbCr pictures.

    Values end at 255, so that a wall which is white in both is no sign that none is brighter.
    """
    levels = [(level, n) for level, n in enumerate(_levels(darker)) if n]
    wanted = sum(level * n for level, n in enumerate(_levels(brighter)))
    gain = 1.0
    # With every step, what has reached 255 takes less of the light that is still missing.
    for _ in range(_STEPS):
        light = sum(n * min(255, level * gain) for level, n in levels)
        gain *= wanted / max(1, light)
    return gain


def times(gain: float, picture: Image.Image) -> Image.Image:
    """Multiply a YCbCr picture's light; the colours go with it."""
    light = [min(255, round(level * gain)) for level in range(256)]
    colour = [max(0, min(255, round(128 + (level - 128) * gain))) for level in range(256)]
    return picture.point(light + 2 * colour)


def _levels(picture: Image.Image) -> list[int]:
    """Return how many points there are of each level of lightness."""
    return picture.getchannel("Y").histogram()
