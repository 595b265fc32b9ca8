"""Tells pictures apart by their pixels, and by nothing that Photobot itself does."""

import base64
from io import BytesIO
from urllib.parse import urljoin

from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Locator

SIDE = 24
NOISE = 6.0
"""What scaling and JPEG do, as a mean difference of 0 to 255 for a pixel's colours."""


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures show the same."""
    return difference(one, other) < NOISE


def difference(one: bytes, other: bytes) -> float:
    """The mean difference of two pictures, from 0 to 255."""
    between = ImageChops.difference(_small(one), _small(other))
    return sum(ImageStat.Stat(between).mean) / 3


async def picture(shown: Locator) -> bytes:
    """The bytes of a picture that the page shows."""
    source = await shown.get_attribute("src")
    assert source
    if source.startswith("data:"):
        return base64.b64decode(source.partition(",")[2])
    answer = await shown.page.request.get(urljoin(shown.page.url, source))
    assert answer.ok, source
    return await answer.body()


def _small(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
