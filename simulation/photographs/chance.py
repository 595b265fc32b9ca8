"""Chance that repeats itself: the same seed draws the same picture."""

from random import Random
from statistics import NormalDist

from PIL import Image

_BELL = [round(NormalDist(128, 37).inv_cdf((level + 0.5) / 256)) for level in range(256)]


class Chance(Random):
    """A random source seeded by the words that say what is drawn."""

    def __init__(self, *seed: object) -> None:
        super().__init__("/".join(map(str, seed)))

    def soft_noise(self, size: tuple[int, int]) -> Image.Image:
        """Noise whose grains are two pixels wide."""
        width, height = size
        return self.noise((width // 2, height // 2)).resize(size, Image.Resampling.BICUBIC)

    def noise(self, size: tuple[int, int]) -> Image.Image:
        """Grey noise around 128 with a bell-shaped spread."""
        even = Image.frombytes("L", size, self.randbytes(size[0] * size[1]))
        return even.point(_BELL)
