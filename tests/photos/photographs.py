"""Photographs and drawings of people in npm packages: `npm ci --prefix tests/photographs`."""

import io
from functools import cache
from pathlib import Path

from PIL import Image

_PACKAGES = Path(__file__).parents[1] / "photographs" / "node_modules"
_PHOTOGRAPHS = (
    "@themesberg/volt-bootstrap-5-dashboard/src/assets/img/team/profile-picture-*.jpg",
    "material-dashboard/assets/img/team-*.jpg",
    "material-dashboard/assets/img/bruce-mars.jpg",
    "material-dashboard/assets/img/marie.jpg",
    "admin-lte/dist/assets/img/user?-*.jpg",
)
_DRAWINGS = ("admin-lte/dist/assets/img/avatar*.png",)


@cache
def photographs() -> dict[str, bytes]:
    """Files that show 21 people, 128 to 600 pixels square."""
    return _files(_PHOTOGRAPHS)


@cache
def drawings() -> dict[str, bytes]:
    """Files of five people as cartoons."""
    return _files(_DRAWINGS)


def opened(file: bytes) -> Image.Image:
    """The RGB pixels of a file; what is transparent becomes white."""
    image = Image.open(io.BytesIO(file)).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _files(patterns: tuple[str, ...]) -> dict[str, bytes]:
    paths = [path for pattern in patterns for path in sorted(_PACKAGES.glob(pattern))]
    assert paths, "run `make test`, which installs them"
    return {path.name: path.read_bytes() for path in paths}
