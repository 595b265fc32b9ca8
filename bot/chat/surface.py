"""Surfaces: where behaviours show cards, independent of how the channel delivers them."""

from typing import Any, Protocol

from bot.chat.conversation import ConversationReference

Card = dict[str, Any]

# What a refusal means for the next attempt (docs/teams.md, "Status codes"); every reason that is
# neither of these two says that this very request is not wanted.
#
# It may have been carried out: a message is never sent again, but an update may be repeated.
UNCONFIRMED = "unconfirmed"
# Nothing was delivered, and the same request may be taken a little later.
PASSING = frozenset({"busy", "no_token", "throttled", "unavailable", "unreachable"})


class NotDelivered(Exception):
    """The channel did not accept a message.

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
    """Where the cards of one turn or job go, such as an invoke's answer or a chat."""

    @property
    def message_id(self) -> str | None:
        """Id of the message whose card was pressed; None where others read it.

        The first card that is shown replaces that card.
        """

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Show a card, and return the id of the message that carries it.

        Args:
            card: an Adaptive Card.
            summary: plain text for notifications and screen readers; on a shared card, all that
                the person who pressed a button is shown.
            waiting: whether `update` will soon replace the card.

        Raises:
            NotDelivered: the channel refused it, or did not say whether it accepted it.
        """

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""


class Channel(Protocol):
    """Access to chats outside of turns."""

    async def open(self, where: ConversationReference) -> ConversationReference:
        """Open or find the personal chat of a conversation's person; raises NotDelivered."""

    def surface(self, where: ConversationReference) -> Surface:
        """Return the surface of a chat, on which every shown card is a new message."""

    def targeted(self, where: ConversationReference) -> Surface:
        """Return the surface of what only the person of `where` sees of a shared conversation.

        Its messages vanish after a day.
        """
