"""Where cards go in Teams: the answer to a message, the answer to an invoke, a chat."""

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

# Reasons why a card is not there any more, so that its answer needs a message of its own.
GONE = frozenset({"message_gone", "gone", "not_found"})

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TeamsChannel:
    """bot.chat.surface.Channel and bot.outbox.ports.Poster over the connector."""

    connector: Connector

    async def open(self, where: ConversationReference) -> ConversationReference:
        """Open, or find, the bot's chat with a person of a conversation; raises NotDelivered."""
        chat = await self.connector.create_conversation(where.service_url, personal_chat(where))
        return replace(where, conversation_id=chat)

    def surface(self, where: ConversationReference) -> "ChatSurface":
        """Give what writes into a chat."""
        return ChatSurface(self.connector, where)

    async def post(
        self, where: ConversationReference, card: Card, summary: str, enter: Enter
    ) -> str:
        """Await `enter`, post a card once, and return the message's id; raises NotDelivered."""
        message = card_message(where, card, summary)
        return await self.connector.send_once(
            where.service_url, where.conversation_id, message, enter
        )


@dataclass(frozen=True)
class ChatSurface:
    """A chat, outside of any turn: every card that is shown is a new message."""

    connector: Connector
    where: ConversationReference

    @property
    def message_id(self) -> None:
        """No card was pressed."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Post a card, and return the message's id; raises NotDelivered."""
        where = self.where
        message = card_message(where, card, summary)
        return await self.connector.send(where.service_url, where.conversation_id, message)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Put a card in the place of an earlier one; raises NotDelivered."""
        where = self.where
        message = card_message(where, card, summary)
        await self.connector.update(where.service_url, where.conversation_id, message_id, message)


@dataclass(frozen=True)
class MessageSurface:
    """The answer to a message, in its thread.

    Attributes:
        activity_id: the message that is answered.
        message_id: the card whose Action.Submit sent the message, where nobody else reads it.
        answered: set once a card was shown, or refused.
    """

    chat: ChatSurface
    activity_id: str
    message_id: str | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Replace the pressed card if it is there, else reply; raises NotDelivered."""
        try:
            if self.message_id and await self._replaced(self.message_id, card, summary):
                return self.message_id
            where = self.chat.where
            message = card_message(where, card, summary)
            return await self.chat.connector.reply(
                where.service_url, where.conversation_id, self.activity_id, message
            )
        finally:
            self.answered.set()

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Put a card in the place of an earlier one; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def fail(self, view: View) -> None:
        """Say in a message that the behaviour broke; raises NotDelivered."""
        await self.show(card_of(view), view.summary)

    async def _replaced(self, message_id: str, card: Card, summary: str) -> bool:
        try:
            await self.chat.update(message_id, card, summary)
        except NotDelivered as refusal:
            if refusal.reason in GONE:
                return False
            raise
        return True


@dataclass
class InvokeSurface:
    """The answer to a pressed Action.Execute: the first card answers it, later ones update.

    Teams forgets the card of an invoke's answer and shows the message's own card to whoever comes
    back, so a result is written into its message too (docs/teams.md, "Universal Actions").

    Attributes:
        message_id: the message of the pressed card; None where others read it, or it is unknown.
        written: set once the HTTP answer was written, before which no update may overtake it.
        automatic: whether the client refreshed the card by itself, which never writes.
        body: the invoke's answer.
        answered: set once there is one.
    """

    chat: ChatSurface
    message_id: str | None
    written: asyncio.Event
    automatic: bool = False
    body: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Answer the invoke; a second card is a message of its own. Raises NotDelivered."""
        if self.answered.is_set():
            return await self.chat.show(card, summary)
        self.body = shown(card)
        self.answered.set()
        await self.written.wait()
        if self.message_id and not waiting and not self.automatic:
            await self._keep(self.message_id, card, summary)
        return self.message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Put a card in the place of an earlier one; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def fail(self, view: View) -> None:
        """Answer that it went wrong: the card stays, and can be pressed again."""
        self.body = failed_invoke(view.summary)
        self.answered.set()

    async def _keep(self, message_id: str, card: Card, summary: str) -> None:
        try:
            await self.chat.update(message_id, card, summary)
        except NotDelivered as refusal:
            _log.warning("card_not_kept", reason=refusal.reason, status=refusal.status)


@dataclass
class ToastSurface:
    """The answer to a pressed button of a card that others read: a few words, for one person.

    Attributes:
        written: set once the HTTP answer was written.
        body: the invoke's answer.
        answered: set once there is one.
    """

    chat: ChatSurface
    written: asyncio.Event
    body: dict[str, Any] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def message_id(self) -> None:
        """The shared card stays as it is."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> None:
        """Say the summary to whoever pressed, once."""
        self.body = self.body or toast(summary)
        self.answered.set()
        await self.written.wait()

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Put a card in the place of an earlier one; raises NotDelivered."""
        await self.chat.update(message_id, card, summary)

    async def fail(self, view: View) -> None:
        """Answer that it went wrong: the card stays, and can be pressed again."""
        self.body = failed_invoke(view.summary)
        self.answered.set()
