"""The surfaces of Teams: the answer to a message, the answer to an invoke, and a chat."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card, NotDelivered
from bot.outbox.ports import Enter
from bot.teams.connector import Connector
from bot.teams.invokes import failed_invoke, shown, toast
from bot.teams.messages import card_message, personal_chat
from cards.render import View, card_of

# Refusals that mean that a card can't be updated, so that the result is sent as a new message
# (docs/teams.md, "Refusals that pass").
GONE = frozenset({"message_gone", "gone", "not_found"})

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TeamsChannel:
    """Implements bot.chat.surface.Channel and bot.outbox.ports.Poster with the connector."""

    connector: Connector

    async def open(self, where: ConversationReference) -> ConversationReference:
        """Open or find the personal chat of a conversation's person; raises NotDelivered."""
        chat = await self.connector.create_conversation(where.service_url, personal_chat(where))
        return replace(where, conversation_id=chat)

    def surface(self, where: ConversationReference) -> "ChatSurface":
        """Return the surface of a chat."""
        return ChatSurface(self.connector, where)

    async def post(
        self, where: ConversationReference, card: Card, summary: str, enter: Enter
    ) -> str:
        """Await `enter`, post a card without retries, return the id; raises NotDelivered."""
        message = card_message(where, card, summary)
        return await self.connector.send_once(
            where.service_url, where.conversation_id, message, enter
        )


@dataclass(frozen=True)
class ChatSurface:
    """A chat outside of any turn; every card that is shown is a new message."""

    connector: Connector
    where: ConversationReference

    @property
    def message_id(self) -> None:
        """None, as no card was pressed."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Post a card and return the message's id; raises NotDelivered."""
        where = self.where
        message = card_message(where, card, summary)
        return await self.connector.send(where.service_url, where.conversation_id, message)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        where = self.where
        message = card_message(where, card, summary)
        await self.connector.update(where.service_url, where.conversation_id, message_id, message)


@dataclass(frozen=True)
class MessageSurface:
    """The answer to a message, in its thread.

    Attributes:
        activity_id: the message that is answered.
        message_id: id of the message whose Action.Submit was pressed; None where others read it.
        answered: set once a card was shown or refused.
    """

    chat: ChatSurface
    activity_id: str
    message_id: str | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Replace the pressed card where it still exists, else reply; raises NotDelivered."""
        try:
            if self.message_id and await self._replace(self.message_id, card, summary):
                return self.message_id
            where = self.chat.where
            message = card_message(where, card, summary)
            return await self.chat.connector.reply(
                where.service_url, where.conversation_id, self.activity_id, message
            )
        finally:
            # Refused or not, the HTTP request is not to wait any longer.
            self.answered.set()

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def fail(self, view: View) -> None:
        """Show the apology; raises NotDelivered."""
        await self.show(card_of(view), view.summary)

    async def _replace(self, message_id: str, card: Card, summary: str) -> bool:
        try:
            await self.chat.update(message_id, card, summary)
        except NotDelivered as refusal:
            if refusal.reason in GONE:
                return False
            raise
        return True


@dataclass
class InvokeSurface:
    """The answer to an Action.Execute pressed in a personal chat.

    The first card is the answer. The client forgets it when it loads the message again, so a
    result is written into the message too (docs/teams.md, "Answers that clients forget").

    Attributes:
        message_id: id of the message of the pressed card; None where the client did not say it.
        written: set once the HTTP response was written; updates wait for it.
        automatic: whether the client refreshed the card by itself, upon which nothing is written.
        body: body of the invoke's answer; None until there is one.
        answered: set once there is an answer.
    """

    chat: ChatSurface
    message_id: str | None
    written: asyncio.Event
    automatic: bool = False
    body: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Answer the invoke; a second card is a new message. Raises NotDelivered."""
        if self.answered.is_set():
            return await self.chat.show(card, summary)
        self.body = shown(card)
        self.answered.set()
        # An update that arrives before the response would be covered by the older card.
        await self.written.wait()
        if self.message_id and not waiting and not self.automatic:
            await self._update_message(self.message_id, card, summary)
        return self.message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def fail(self, view: View) -> None:
        """Answer with an error: the card stays, and can be pressed again."""
        self.body = failed_invoke(view.summary)
        self.answered.set()

    async def _update_message(self, message_id: str, card: Card, summary: str) -> None:
        # The person has seen the card already, so a failure here is only logged.
        try:
            await self.chat.update(message_id, card, summary)
        except NotDelivered as refusal:
            _log.warning(
                "pressed_message_not_updated", reason=refusal.reason, status=refusal.status
            )


@dataclass
class ToastSurface:
    """The answer to an Action.Execute on a card that others read: words for the one who pressed.

    Attributes:
        written: set once the HTTP response was written.
        body: body of the invoke's answer; None until there is one.
        answered: set once there is an answer.
    """

    chat: ChatSurface
    written: asyncio.Event
    body: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def message_id(self) -> None:
        """None, as a shared card is never replaced."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> None:
        """Show the summary to the person who pressed; only the first one counts."""
        self.body = self.body or toast(summary)
        self.answered.set()
        await self.written.wait()

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def fail(self, view: View) -> None:
        """Answer with an error: the card stays, and can be pressed again."""
        self.body = failed_invoke(view.summary)
        self.answered.set()
