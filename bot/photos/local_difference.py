"""Tell how much a small part of a picture was altered, as by a retouch.

Re-encoding and resizing move a picture all over, and most beside edges; a retouch moves one part of
it. So the largest difference of a small area is compared with how far the two pictures are apart
everywhere, and with how much detail there is beside that area.
"""

from dataclasses import dataclass
from typing import cast

from PIL import Image, ImageChops, ImageFilter

# Half the width of the areas whose averages are compared, in points; they are all over the picture.
_AROUND = ImageFilter.BoxBlur(1.5)
# Averages this close to the edge, in points, would lack neighbours.
_EDGE = 2
# What averages may differ by, in grey levels (0 … 255): so much, once the mean difference of all
# points, and a share of the detail. Measured: bench.likeness.
_LEVELS = 4.0
_SHARE_OF_DETAIL = 0.2


@dataclass(frozen=True)
class Lightness:
    """The lightness of each point, its average with the points around it, and the detail there."""

    points: Image.Image
    around: Image.Image
    detail: Image.Image


def lightness_of(points: Image.Image) -> Lightness:
    """Average the lightness of a YCbCr picture around each point."""
    light = points.getchannel("Y")
    around = light.filter(_AROUND)
    return Lightness(light, around, ImageChops.difference(light, around).filter(_AROUND))


def local_difference(one: Lightness, other: Lightness) -> float:
    """Return the largest difference of a small area as a share of what is allowed."""
    everywhere = ImageChops.difference(one.points, other.points).tobytes()
    allowed = _LEVELS + sum(everywhere) / len(everywhere)
    apart = ImageChops.difference(one.around, other.around)
    detail = ImageChops.add(one.detail, other.detail, scale=1 / _SHARE_OF_DETAIL)
    width, height = apart.size
    inner = ImageChops.subtract(apart, detail).crop((_EDGE, _EDGE, width - _EDGE, height - _EDGE))
    _, largest = cast("tuple[int, int]", inner.getextrema())
    return largest / allowed
