"""The port through which behaviours fetch the pictures that people send."""

from enum import Enum
from typing import Protocol

from bot.chat.turn import PictureReference


class NotFetched(Exception):
    """A picture could not be fetched; `reason` says why."""

    class Reason(Enum):
        """Why a picture could not be fetched."""

        NOT_ALLOWED = "not_allowed"
        TOO_LARGE = "too_large"
        UNAVAILABLE = "unavailable"

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Pictures(Protocol):
    """The pictures that people put into a chat."""

    @property
    def max_bytes(self) -> int:
        """The largest picture that is fetched, in bytes."""

    async def fetch(self, picture: PictureReference) -> bytes:
        """Fetch the bytes, which may not be a picture at all; raises NotFetched."""
