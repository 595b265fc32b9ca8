"""Arithmetic on whole grids of numbers, such as heights, slopes and light."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Union

from PIL import Image, ImageMath

EDGE = 648
SIZE = (EDGE, EDGE)
WHOLE = (0, 0, EDGE, EDGE)

Number = Union["Field", float]


@dataclass(frozen=True, slots=True)
class Field:
    """One number for each pixel of a picture of `SIZE`, or of a part of it."""

    image: Image.Image

    def __add__(self, other: Number) -> "Field":
        if isinstance(other, Field):
            return _calculated(lambda of: of["a"] + of["b"], self, other)
        return self._line(1, other)

    def __sub__(self, other: Number) -> "Field":
        if isinstance(other, Field):
            return _calculated(lambda of: of["a"] - of["b"], self, other)
        return self._line(1, -other)

    def __mul__(self, other: Number) -> "Field":
        if isinstance(other, Field):
            return _calculated(lambda of: of["a"] * of["b"], self, other)
        return self._line(other, 0)

    def __truediv__(self, other: Number) -> "Field":
        if isinstance(other, Field):
            return _calculated(lambda of: of["a"] / of["b"], self, other)
        return self._line(1 / other, 0)

    def __pow__(self, power: float) -> "Field":
        return _calculated(lambda of: of["a"] ** of["b"], self, power)

    def at_least(self, other: Number) -> "Field":
        """Return the larger of both, pixel by pixel."""
        return _calculated(lambda of: of["max"](of["a"], of["b"]), self, other)

    def at_most(self, other: Number) -> "Field":
        """Return the smaller of both, pixel by pixel."""
        return _calculated(lambda of: of["min"](of["a"], of["b"]), self, other)

    def shifted(self, right: int, down: int) -> "Field":
        """Return the field moved by whole pixels, with zeros where it came from."""
        width, height = self.image.size
        return Field(self.image.crop((-right, -down, width - right, height - down)))

    def cropped(self, box: tuple[int, int, int, int]) -> "Field":
        """Return the part of the field inside `box`, with zeros beyond the field."""
        return Field(self.image.crop(box))

    def softened(self, radius: float) -> "Field":
        """Return the field without detail smaller than `radius` pixels."""
        width, height = self.image.size
        small = (max(2, round(width / radius)), max(2, round(height / radius)))
        reduced = self.image.resize(small, Image.Resampling.HAMMING)
        return Field(reduced.resize((width, height), Image.Resampling.BICUBIC))

    def mask(self) -> Image.Image:
        """Return an 8-bit image in which 1.0 has become 255."""
        return (self * 255.0).image.convert("L")

    def _line(self, times: float, more: float) -> "Field":
        """Return the field times one number plus another, in one pass."""
        return Field(self.image.point(lambda value: value * times + more))


def field_of(mask: Image.Image) -> Field:
    """Return numbers from 0.0 to 1.0 for an 8-bit image."""
    return Field(mask.convert("F")) * (1 / 255)


def distances(box: tuple[int, int, int, int], x: float, y: float) -> tuple[Field, Field]:
    """Return how far each pixel of `box` is to the right of `x` and below `y`."""
    left, top, right, bottom = box
    size = (right - left, bottom - top)
    return (
        across([column - x for column in range(left, right)], size),
        down([row - y for row in range(top, bottom)], size),
    )


def across(values: Sequence[float], size: tuple[int, int] = SIZE) -> Field:
    """Return a field whose columns hold `values`, left to right."""
    return _stretched(values, (len(values), 1), size)


def down(values: Sequence[float], size: tuple[int, int] = SIZE) -> Field:
    """Return a field whose rows hold `values`, top to bottom."""
    return _stretched(values, (1, len(values)), size)


def _stretched(values: Sequence[float], strip: tuple[int, int], size: tuple[int, int]) -> Field:
    image = Image.new("F", strip)
    image.putdata(values)
    return Field(image.resize(size, Image.Resampling.NEAREST))


def _calculated(formula: Callable[[dict[str, Any]], Any], a: Field, b: Number) -> Field:
    images = {"a": a.image, "b": b.image if isinstance(b, Field) else b}
    return Field(ImageMath.lambda_eval(formula, **images))
