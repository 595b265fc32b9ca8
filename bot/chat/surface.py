"""Where cards go: what a behaviour writes to, whatever the channel makes of it."""

from typing import Any, Protocol

from bot.chat.conversation import ConversationReference

Card = dict[str, Any]

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


class Surface(Protocol):
    """Where the cards of one turn, or of one job, go: an answer, a chat, the outbox."""

    @property
    def message_id(self) -> str | None:
        """The message whose card was pressed, where nobody else reads it.

        What is shown first takes that card's place.
        """

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Show a card, and return the id of the message that carries it.

        Args:
            card: an Adaptive Card.
            summary: plain text for notifications and screen readers, and all that somebody is
                shown who presses a button of a shared card.
            waiting: whether the card is soon replaced by `update`.

        Raises:
            NotDelivered: the channel did not take it, or did not say whether it did.
        """

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Put a card in the place of one that was shown before; raises NotDelivered."""


class Channel(Protocol):
    """The way into chats outside of a turn."""

    async def open(self, where: ConversationReference) -> ConversationReference:
        """Open, or find, the bot's chat with a person of a conversation; raises NotDelivered."""

    def surface(self, where: ConversationReference) -> Surface:
        """Give what writes into a chat."""
