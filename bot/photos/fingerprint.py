"""What a picture shows, reduced to a few thousand points of luma and chroma."""

from dataclasses import dataclass, field

from PIL import Image

SHORT_SIDE = 64
# A strip beyond this ratio is no portrait, and is kept no longer than this.
_LONGEST_SIDE = 4 * SHORT_SIDE


@dataclass(frozen=True)
class Fingerprint:
    """A picture of at most 64 points on its short side: YCbCr, three bytes each, row by row."""

    width: int
    height: int
    points: bytes = field(repr=False)

    def image(self) -> Image.Image:
        """The points as a picture again."""
        return Image.frombytes("YCbCr", (self.width, self.height), self.points)


def fingerprint(image: Image.Image) -> Fingerprint:
    """Reduce an upright RGB picture; a small one is kept as it is."""
    scale = min(1.0, SHORT_SIDE / min(image.size))
    width, height = (max(1, min(_LONGEST_SIDE, round(side * scale))) for side in image.size)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.HAMMING, reducing_gap=2.0)
    return Fingerprint(width, height, image.convert("YCbCr").tobytes())
