"""Addresses of the pictures on cards: sealed, so that nobody else makes or reads one.

An address names a person, a copy, the version of the photo that the card is about, and until when
it is good. It is the key to that picture: whoever has it needs no sign-in.
"""

import struct
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from hashlib import sha256
from uuid import UUID

from cryptography.fernet import InvalidToken

from bot.core.clock import Now
from bot.photos.readings import Photo, Size
from bot.photos.versions import version_of
from bot.pictures.keys import PictureKeys

PATH = "/pictures"
# Expiry in seconds since 1970, place in COPIES, object id, version.
_SEALED = struct.Struct(">QB16s16s")
COPIES = (None, *Size)


@dataclass(frozen=True)
class ShownCopy:
    """A copy of somebody's photo, as a card showed it.

    Attributes:
        subject: Entra object id.
        size: of SharePoint's thumbnail; None for the Microsoft 365 photo.
        version: a digest that another photo does not have.
    """

    subject: str
    size: Size | None
    version: bytes


class NotGood(Enum):
    """Why an address leads to no picture of anybody.

    EXPIRED: or it can't be told, for want of a key.
    """

    EXPIRED = "expired"
    FORGED = "forged"


class SealedAddresses:
    """Makes addresses below `public_url`, good for `good_for`, and reads them.

    An address says at which day it was made. That picks the key, so that a forged one costs the
    same as any other; and once the key was dropped, it tells that the address expired.
    """

    def __init__(self, keys: PictureKeys, public_url: str, good_for: timedelta, now: Now) -> None:
        self._keys = keys
        self._base = f"{public_url}{PATH}"
        self._good_for = good_for
        self._now = now

    def __call__(self, subject: str, size: Size | None, photo: Photo) -> str | None:
        """Return the address of a copy as it was read; None where none can be made."""
        today = self._keys.today()
        try:
            person = UUID(subject)
        except ValueError:
            return None
        if today is None:
            return None
        day, key = today
        now = self._now()
        expires = int((now + self._good_for).timestamp())
        plain = _SEALED.pack(expires, COPIES.index(size), person.bytes, digest_of(photo))
        token = key.encrypt_at_time(plain, int(now.timestamp())).decode()
        return f"{self._base}/{day.isoformat()}/{token}"

    def read(self, day: str, token: str) -> ShownCopy | NotGood:
        """Return what an address names; `day` and `token` are the last parts of its path."""
        try:
            made = date.fromisoformat(day)
        except ValueError:
            return NotGood.FORGED
        key = self._keys.of(made)
        if key is None:
            return NotGood.EXPIRED if self._keys.may_have_had(made) else NotGood.FORGED
        try:
            expires, copy, person, version = _SEALED.unpack(key.decrypt(token))
        except InvalidToken:
            return NotGood.FORGED
        if self._now().timestamp() >= expires:
            return NotGood.EXPIRED
        return ShownCopy(str(UUID(bytes=person)), COPIES[copy], version)


def digest_of(photo: Photo) -> bytes:
    """Return 16 bytes that tell this version of a photo from every other one."""
    return sha256(version_of(photo).encode()).digest()[:16]
