"""Arithmetic on whole grids of numbers, such as heights, slopes and light."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Union

from PIL import Image, ImageMath

EDGE = 648
SIZE = (EDGE, EDGE)

Number = Union["Field", float]


@dataclass(frozen=True, slots=True)
class Field:
    """One number for each pixel of a picture of `SIZE`, or of a part of it."""

    image: Image.Image

    def __add__(self, other: Number) -> "Field":
        return _apply(operator.add, self, other)

    def __sub__(self, other: Number) -> "Field":
        return _apply(operator.sub, self, other)

    def __mul__(self, other: Number) -> "Field":
        return _apply(operator.mul, self, other)

    def __truediv__(self, other: Number) -> "Field":
        return _apply(operator.truediv, self, other)

    def __pow__(self, power: float) -> "Field":
        return _apply(operator.pow, self, power)

    def at_least(self, other: Number) -> "Field":
        """Return the larger of both, pixel by pixel."""
        return Field(
            ImageMath.lambda_eval(lambda e: e["max"](e["a"], e["b"]), **_pair(self, other))
        )

    def at_most(self, other: Number) -> "Field":
        """Return the smaller of both, pixel by pixel."""
        return Field(
            ImageMath.lambda_eval(lambda e: e["min"](e["a"], e["b"]), **_pair(self, other))
        )

    def shifted(self, right: int, down: int) -> "Field":
        """Return the field moved by whole pixels, with zeros where it came from."""
        width, height = self.image.size
        return Field(self.image.crop((-right, -down, width - right, height - down)))

    def softened(self, radius: float) -> "Field":
        """Return the field without detail smaller than `radius` pixels."""
        width, height = self.image.size
        small = (max(2, round(width / radius)), max(2, round(height / radius)))
        reduced = self.image.resize(small, Image.Resampling.HAMMING)
        return Field(reduced.resize((width, height), Image.Resampling.BICUBIC))

    def mask(self) -> Image.Image:
        """Return an 8-bit image in which 1.0 has become 255."""
        return (self * 255.0).at_least(0.0).at_most(255.0).image.convert("L")


def field_of(mask: Image.Image) -> Field:
    """Return numbers from 0.0 to 1.0 for an 8-bit image."""
    return Field(mask.convert("F")) * (1 / 255)


def columns() -> Field:
    """Return each pixel's distance from the left edge, in pixels."""
    return across([float(x) for x in range(EDGE)])


def rows() -> Field:
    """Return each pixel's distance from the top edge, in pixels."""
    return down([float(y) for y in range(EDGE)])


def across(values: Sequence[float]) -> Field:
    """Return a field whose columns hold `values`, left to right."""
    return Field(_strip(values, (len(values), 1)).resize(SIZE))


def down(values: Sequence[float]) -> Field:
    """Return a field whose rows hold `values`, top to bottom."""
    return Field(_strip(values, (1, len(values))).resize(SIZE))


def _strip(values: Sequence[float], size: tuple[int, int]) -> Image.Image:
    strip = Image.new("F", size)
    strip.putdata(values)
    return strip


def _apply(operation: Callable[[Any, Any], Any], left: Field, right: Number) -> Field:
    return Field(ImageMath.lambda_eval(lambda e: operation(e["a"], e["b"]), **_pair(left, right)))


def _pair(left: Field, right: Number) -> dict[str, Any]:
    return {"a": left.image, "b": right.image if isinstance(right, Field) else right}
