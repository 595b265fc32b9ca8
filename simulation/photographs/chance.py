"""Chance that repeats itself: the same seed draws the same picture."""

from random import Random

from PIL import Image


class Chance(Random):
    """A random source seeded by the words that say what is drawn."""

    def __init__(self, *seed: object) -> None:
        super().__init__("/".join(map(str, seed)))

    def noise(self, size: tuple[int, int]) -> Image.Image:
        """Grey noise around 128 with a bell-shaped spread."""
        first, second, third, fourth = (self._speckle(size) for _ in range(4))
        return Image.blend(Image.blend(first, second, 0.5), Image.blend(third, fourth, 0.5), 0.5)

    def _speckle(self, size: tuple[int, int]) -> Image.Image:
        return Image.frombytes("L", size, self.randbytes(size[0] * size[1]))
