"""What a conversation needs of the channel."""

from enum import Enum
from typing import Protocol

from bot.chat.conversation import ConversationReference
from bot.chat.reply import Card
from bot.chat.turn import PictureReference

# The message may have been delivered, so it is never sent again.
UNCONFIRMED = "unconfirmed"

# Nothing was delivered for these reasons, and the same message may be taken later.
PASSING = frozenset({"busy", "throttled", "unavailable", "unreachable"})


class NotDelivered(Exception):
    """The channel did not take a message.

    Attributes:
        reason: one named outcome for each documented status, such as "blocked", "not_installed",
            "throttled", "gone", "too_large"; `UNCONFIRMED` where it may have been delivered.
        status: the HTTP status, where there was one.
        retry_after: seconds that the channel asked to wait, where it did.
    """

    def __init__(
        self, reason: str, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


class Messenger(Protocol):
    """Writes into a conversation outside of a turn; raises NotDelivered."""

    async def send(self, where: ConversationReference, card: Card, summary: str) -> str:
        """Post a card and return the message's id."""

    async def update(
        self, where: ConversationReference, message_id: str, card: Card, summary: str
    ) -> None:
        """Put a new card in the place of one that was sent before."""


class PrivateMessenger(Protocol):
    """Writes to a person alone; raises NotDelivered."""

    async def open(self, where: ConversationReference) -> ConversationReference:
        """Open the chat of the bot with the person who is named in another conversation."""

    async def send(self, where: ConversationReference, card: Card, summary: str) -> str:
        """Post a card and return the message's id."""


class NotFetched(Exception):
    """A picture could not be had; `reason` says why."""

    class Reason(Enum):
        """Why not."""

        NOT_ALLOWED = "not_allowed"
        TOO_LARGE = "too_large"
        UNAVAILABLE = "unavailable"

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Pictures(Protocol):
    """Gets pictures out of a chat."""

    @property
    def most_bytes(self) -> int:
        """How large a picture may be."""

    async def fetch(self, picture: PictureReference) -> bytes:
        """The bytes, whatever they are; raises NotFetched."""
