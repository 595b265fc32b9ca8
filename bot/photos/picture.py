"""From bytes to a picture's summary."""

from dataclasses import dataclass

from bot.photos.decode import NotAPicture, decode
from bot.photos.fingerprint import SHORT_SIDE, Fingerprint, fingerprint
from bot.photos.placeholder import Placeholder, placeholder_in

__all__ = ["NotAPicture", "Picture", "Placeholder", "read_picture"]


@dataclass(frozen=True)
class Picture:
    """An upright picture's summary; of its pixels the fingerprint alone is kept.

    Attributes:
        width: pixels, after EXIF rotation.
        height: pixels, after EXIF rotation.
        kind: "jpeg", "png", "gif", "bmp" or "webp".
        placeholder: what it is, where it is no real photo.
    """

    width: int
    height: int
    kind: str
    fingerprint: Fingerprint
    placeholder: Placeholder | None


def read_picture(data: bytes) -> Picture | NotAPicture:
    """Read any bytes; never raises. An animation is read as its first frame."""
    decoded = decode(data, at_least=2 * SHORT_SIDE)
    if isinstance(decoded, NotAPicture):
        return decoded
    return Picture(
        width=decoded.width,
        height=decoded.height,
        kind=decoded.kind,
        fingerprint=fingerprint(decoded.image),
        placeholder=placeholder_in(decoded.image),
    )
