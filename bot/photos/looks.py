"""What a picture looks like to whoever is asked about it: a hint, never a judgement.

The thresholds are empirical; tests/photos/test_looks.py has pictures on both sides of them.
"""

from collections import Counter
from enum import Enum

from PIL import Image, ImageChops, ImageFilter, ImageOps

from bot.photos.placeholder import Placeholder, placeholder_in

# Four of 4,096 colours: of 21 photographs and 138 portraits at most 86 % of the points, however
# dark or pale; of drawn logos 89 % and more.
_DRAWN_POINTS = 64
_DRAWN_COLOURS = 4
_MIN_DRAWN = 0.88
# Differences from a blurred copy, at the size of a profile card: 0.158 and more in the same
# pictures, and at most 0.094 once they are blurred by 1.2 % of their side.
_SHARP_POINTS = 240
_SHARP_RADIUS = 2
_SHARPEST = 0.99
_MIN_SHARPNESS = 0.1


class Look(Enum):
    """What a picture looks like that shows nobody."""

    FIGURE = "figure"
    LOGO = "logo"
    ONE_COLOUR = "one_colour"


_LOOKS = {
    Placeholder.TINY: Look.ONE_COLOUR,
    Placeholder.BLANK: Look.ONE_COLOUR,
    Placeholder.SILHOUETTE: Look.FIGURE,
    Placeholder.INITIALS: Look.LOGO,
}


def look_of(image: Image.Image) -> Look | None:
    """Return what a square RGB picture looks like; None where that may well be a person."""
    placeholder = placeholder_in(image)
    if placeholder:
        return _LOOKS[placeholder]
    return Look.LOGO if _is_drawn(image) else None


def is_blurred(image: Image.Image) -> bool:
    """Tell whether a square RGB picture is sharp nowhere, as large as a profile card shows it."""
    grey = _scaled(image, _SHARP_POINTS).convert("L")
    contrast = _level(grey, 0.95) - _level(grey, 0.05)
    # In a picture of one colour there is nothing to be sharp.
    if not contrast:
        return False
    blurred = grey.filter(ImageFilter.GaussianBlur(_SHARP_RADIUS))
    # The sharpest hundredth: around a person in focus all the rest may be blurred.
    return _level(ImageChops.difference(grey, blurred), _SHARPEST) < _MIN_SHARPNESS * contrast


def _is_drawn(image: Image.Image) -> bool:
    """Tell whether nearly all of a picture has a few colours, as logos and icons do."""
    small = _scaled(image, _DRAWN_POINTS)
    # A dark photo has few levels too, until they are spread.
    spread = ImageOps.posterize(ImageOps.autocontrast(small, cutoff=1, preserve_tone=True), 4)
    raw = spread.tobytes()
    colours = Counter(zip(raw[0::3], raw[1::3], raw[2::3], strict=True))
    most = sum(count for _, count in colours.most_common(_DRAWN_COLOURS))
    return most >= _MIN_DRAWN * _DRAWN_POINTS**2


def _scaled(image: Image.Image, points: int) -> Image.Image:
    enlarged = min(image.size) < points
    how = Image.Resampling.BICUBIC if enlarged else Image.Resampling.BOX
    return image.resize((points, points), how)


def _level(grey: Image.Image, share: float) -> int:
    """Return the level that this share of the points does not exceed."""
    histogram = grey.histogram()
    wanted, counted = share * sum(histogram), 0
    for level, count in enumerate(histogram):
        counted += count
        if counted >= wanted:
            return level
    return len(histogram) - 1
