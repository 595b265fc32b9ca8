"""Answers in a person's own chat what they asked where others read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import Enum

import structlog

from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.ports import UNCONFIRMED, NotDelivered, PrivateMessenger
from bot.chat.reply import Reply
from bot.chat.router import Dispatcher
from bot.chat.turn import Pressed, Scope, Turn

_log = structlog.get_logger(__name__)


class Ending(Enum):
    """What became of a private message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Written:
    """How writing ended, and what the answered behaviour has left to do."""

    ending: Ending
    afterwards: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True)
class InPrivate:
    """Runs the behaviours of the personal chat for somebody who is elsewhere."""

    alone: Dispatcher
    chats: ConversationStore
    messenger: PrivateMessenger

    async def answer(self, turn: Turn) -> Written | None:
        """Write to the person; None where the behaviour has nothing to say."""
        known = await self.chats.of_person(turn.reader)
        try:
            chat = known or await self.messenger.open(turn.where)
        except NotDelivered as failure:
            return Written(_ending(failure))
        reply = await self.alone.dispatch(_in_private(turn, chat))
        if reply is None:
            return None
        ending = await self._deliver(reply, chat, is_new=known is None)
        return Written(ending, reply.afterwards)

    async def _deliver(self, reply: Reply, chat: ConversationReference, *, is_new: bool) -> Ending:
        """Send, as in a personal turn; a chat that takes a message is remembered."""
        try:
            message_id = await self.messenger.send(chat, reply.card, reply.summary)
        except NotDelivered as failure:
            ending = _ending(failure)
            if ending is Ending.UNCONFIRMED and reply.delivered:
                await reply.delivered(None)
            return ending
        if is_new:
            await self.chats.remember(chat)
        if reply.delivered:
            await reply.delivered(message_id)
        return Ending.ACCEPTED


def _ending(failure: NotDelivered) -> Ending:
    _log.warning("not_written_in_private", reason=failure.reason, status=failure.status)
    return Ending.UNCONFIRMED if failure.reason == UNCONFIRMED else Ending.REFUSED


def _in_private(turn: Turn, chat: ConversationReference) -> Turn:
    """The same turn, alone with the person.

    A shared card carries nothing of anybody, so that what a press brings along is left behind.
    """
    event = turn.event
    language, zone = turn.where.locale or chat.locale, chat.timezone or turn.where.timezone
    return replace(
        turn,
        where=replace(chat, locale=language, timezone=zone),
        scope=Scope.PERSONAL,
        event=Pressed(event.verb, {}, None) if isinstance(event, Pressed) else event,
        activity_id=f"{turn.where.conversation_id}/{turn.activity_id}",
    )
