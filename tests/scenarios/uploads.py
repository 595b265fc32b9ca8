"""Tells from which upload a stored picture was made, without any of the bot's own judgement."""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageChops, ImageOps, ImageStat

SIDE = 24
# Mean difference of a channel, of 255. Re-encoding changes less, another picture far more.
SAME_UPLOAD = 6.0


@dataclass
class Uploads:
    """Every picture that was uploaded; the same bytes go by the first name that they got."""

    known: dict[str, Image.Image] = field(default_factory=dict)

    def add(self, name: str, picture: bytes) -> None:
        """Note an upload."""
        if self.of(picture) is None:
            self.known[name] = _small(picture)

    def of(self, stored: bytes) -> str | None:
        """The upload that a stored picture shows; None for one that was never uploaded."""
        small = _small(stored)
        distances = {name: _distance(small, upload) for name, upload in self.known.items()}
        nearest = min(distances, key=lambda name: distances[name], default=None)
        return nearest if nearest and distances[nearest] < SAME_UPLOAD else None


def _small(picture: bytes) -> Image.Image:
    with Image.open(BytesIO(picture)) as image:
        return ImageOps.fit(image.convert("RGB"), (SIDE, SIDE), Image.Resampling.BOX)


def _distance(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3
