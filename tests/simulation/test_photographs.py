"""Photographs of people who do not exist."""

import io

import pytest
from PIL import Image

from simulation.photographs import photograph

SITTERS = range(16)
WALLS = ("studio", "office", "garden", "plain")


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        image.load()
        return image.size


def test_the_same_photograph_is_the_same_bytes() -> None:
    assert photograph(3, 1, width=96, height=96) == photograph(3, 1, width=96, height=96)


@pytest.mark.parametrize("wall", WALLS)
def test_every_wall_renders(wall: str) -> None:
    assert size_of(photograph(1, wall=wall, width=120, height=120)) == (120, 120)
