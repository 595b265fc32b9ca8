"""The Microsoft 365 profile photo, served in many sizes (docs/photo-sync.md, "Sizes")."""

from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageOps

from simulation.tenant.picture import GRAPH_SIDES, decode_transparent, encode, square


@dataclass(frozen=True)
class Rendition:
    """The photo at one size in pixels."""

    name: str
    jpeg: bytes
    width: int
    height: int
    media_type: str = "image/jpeg"


@dataclass(frozen=True)
class CloudPhoto:
    """The stored photo, re-encoded.

    `changed` is UTC. The etag is new on every write. `origin` names the upload that it was made
    from. A photo that is `transparent` is a PNG as a whole and a JPEG on black in its sizes, under
    one etag (docs/photo-sync.md, "Comparing pictures").
    """

    jpeg: bytes
    width: int
    height: int
    etag: str
    changed: datetime
    origin: str = ""
    transparent: bool = False

    @property
    def sides(self) -> tuple[int, ...]:
        """The named sizes, in pixels, that the photo is large enough for."""
        return tuple(side for side in GRAPH_SIDES if side <= min(self.width, self.height))

    def largest(self) -> Rendition:
        """Return the photo as it is stored."""
        square_of_known_size = self.width == self.height and self.width in GRAPH_SIDES
        name = f"{self.width}x{self.height}" if square_of_known_size else "default"
        media_type = "image/png" if self.transparent else "image/jpeg"
        return Rendition(name, self.jpeg, self.width, self.height, media_type)

    def at(self, side: int) -> Rendition:
        """Return the photo at a named size, or at the next smaller one that it has."""
        fitting = [known for known in self.sides if known <= side]
        is_whole = bool(fitting) and fitting[-1] == self.width == self.height
        if not fitting or (is_whole and not self.transparent):
            return self.largest()
        nearest = fitting[-1]
        return Rendition(f"{nearest}x{nearest}", square(self.jpeg, nearest), nearest, nearest)


def store(
    picture: bytes, *, etag: str, changed: datetime, any_shape: bool, origin: str = ""
) -> CloudPhoto:
    """Return what the service keeps of an upload: re-encoded, without metadata, at most 648 pixels.

    With `any_shape` the photo keeps its shape; otherwise it is cropped to a square of a named size.
    Raises NotAPicture.
    """
    image = decode_transparent(picture)
    # Exchange Online crops to a named size; Entra ID, for people without a mailbox, does not.
    if any_shape:
        image.thumbnail((GRAPH_SIDES[-1], GRAPH_SIDES[-1]), Image.Resampling.LANCZOS)
    else:
        side = max((side for side in GRAPH_SIDES if side <= min(image.size)), default=48)
        image = ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)
    size, transparent = (image.width, image.height), image.mode == "RGBA"
    return CloudPhoto(encode(image), *size, etag, changed, origin, transparent)
