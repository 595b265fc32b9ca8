"""A surface for one person: targeted messages where they asked, else their own chat."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

import structlog

from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.stores import TargetedStore
from bot.chat.surface import UNCONFIRMED, Card, Channel, NotDelivered, Surface
from bot.core.logs import where_it_broke

# Clients show a targeted message for a day (docs/teams.md, "Targeted messages").
TARGETED_FOR = timedelta(days=1)

_log = structlog.get_logger(__name__)


class Outcome(Enum):
    """What became of the first card that was shown to somebody privately."""

    TARGETED = auto()
    OWN_CHAT = auto()
    UNCONFIRMED = auto()
    REFUSED = auto()
    NOT_SHOWN = auto()


@dataclass
class OwnChat:
    """A person's own chat, which is opened where it is not known.

    Attributes:
        person: the person, in any conversation with the bot.
        chat: the chat, once it is known or was opened.
        is_known: whether it is stored.
        shown: ids of the messages that were shown there; None for one whose id is not known.
    """

    channel: Channel
    chats: ConversationStore
    person: ConversationReference
    chat: ConversationReference | None
    is_known: bool = False
    shown: set[str | None] = field(default_factory=set)

    def conversation_of(self, message_id: str | None) -> str | None:
        """Return the id of the chat, if it has this message."""
        return self.chat.conversation_id if self.chat and message_id in self.shown else None

    async def open(self) -> ConversationReference:
        """Return the chat; raises NotDelivered where there is none to be had."""
        if self.chat is None:
            self.chat = await self.channel.open(self.person)
        return self.chat

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Show a card, and store a chat that took its first one; raises NotDelivered."""
        chat = await self.open()
        message_id = await self.channel.surface(chat).show(card, summary, waiting=waiting)
        self.shown.add(message_id)
        if not self.is_known:
            self.is_known = True
            await self.chats.remember(chat)
        return message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered."""
        await self.channel.surface(await self.open()).update(message_id, card, summary)


@dataclass
class PrivateSurface:
    """Implements bot.chat.surface.Surface for what only one person may see.

    Cards are targeted messages as long as the conversation takes those. Once it refuses one, for
    whatever reason, cards go to the person's own chat.

    Attributes:
        targeted: what the person alone sees of the conversation; None to use the own chat alone.
        where: that conversation, with the person.
        began_at: when the turn began, by which its messages vanish.
        message_id: the targeted message whose card was pressed, or is finished; the first card
            that is shown replaces it.
        outcome: what became of the first card.
        is_promised: whether the person reads already that there will be one.
    """

    targeted: Surface | None
    own: OwnChat
    store: TargetedStore
    where: ConversationReference
    began_at: datetime
    message_id: str | None = None
    outcome: "asyncio.Future[Outcome]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    is_promised: bool = False
    _replaced: bool = False

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        """Show a card, and return the id of its message; raises NotDelivered."""
        if self.targeted:
            try:
                message_id = await self._show_targeted(self.targeted, card, summary)
            except NotDelivered as refusal:
                self._give_up_targeted(refusal)
            else:
                self._end(Outcome.TARGETED)
                return message_id
        try:
            message_id = await self.own.show(card, summary, waiting=waiting)
        except NotDelivered as refusal:
            self.refuse(refusal)
            raise
        self._end(Outcome.OWN_CHAT)
        return message_id

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Replace the card of a message; raises NotDelivered.

        Where a targeted one is refused, the next card that is shown goes to the own chat.
        """
        if self.targeted is None or message_id in self.own.shown:
            await self.own.update(message_id, card, summary)
            return
        try:
            await self.targeted.update(message_id, card, summary)
        except NotDelivered as refusal:
            self._give_up_targeted(refusal)
            raise

    def refuse(self, refusal: NotDelivered) -> None:
        """Note that there is no way to the person, or that it is not known."""
        _log.warning("private_message_not_delivered", reason=refusal.reason, status=refusal.status)
        unconfirmed = refusal.reason == UNCONFIRMED
        self._end(Outcome.UNCONFIRMED if unconfirmed else Outcome.REFUSED)

    def close(self) -> None:
        """Note that nothing more will be shown."""
        self._end(Outcome.NOT_SHOWN)

    async def _show_targeted(self, targeted: Surface, card: Card, summary: str) -> str | None:
        if self.message_id and not self._replaced:
            self._replaced = True
            await targeted.update(self.message_id, card, summary)
            return self.message_id
        message_id = await targeted.show(card, summary)
        await self._note(message_id)
        return message_id

    async def _note(self, message_id: str | None) -> None:
        """Store whose message it is, so that a press on it is known to be theirs."""
        try:
            if message_id:
                await self.store.note(self.where, message_id, self.began_at + TARGETED_FOR)
        except Exception as error:  # noqa: BLE001 - a press on it gets an answer of its own then
            _log.error("targeted_message_not_noted", **where_it_broke(error))

    def _give_up_targeted(self, refusal: NotDelivered) -> None:
        _log.warning("targeted_message_refused", reason=refusal.reason, status=refusal.status)
        self.targeted = None

    def _end(self, outcome: Outcome) -> None:
        if not self.outcome.done():
            self.outcome.set_result(outcome)
