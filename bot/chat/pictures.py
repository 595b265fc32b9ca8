"""Gets pictures out of a chat."""

from enum import Enum
from typing import Protocol

from bot.chat.turn import PictureReference


class NotFetched(Exception):
    """A picture could not be had; `reason` says why."""

    class Reason(Enum):
        """Why a picture could not be had."""

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
        """How large a picture may be."""

    async def fetch(self, picture: PictureReference) -> bytes:
        """Fetch the bytes, whatever they are; raises NotFetched."""
