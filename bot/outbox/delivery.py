"""One message's way out: what it says, to whom, through the gate, and what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.ports import PASSING, UNCONFIRMED, NotDelivered
from bot.chat.reply import Reply
from bot.core.clock import Now
from bot.core.logs import where_it_broke
from bot.outbox.message import Message, MessageState
from bot.outbox.patience import USUAL_PATIENCE, Patience
from bot.outbox.ports import (
    BudgetUnreachable,
    Composed,
    Composer,
    Gate,
    GateClosed,
    NotYet,
    OutboxStore,
    Poster,
    Priority,
    Withdrawn,
)
from bot.outbox.throttling import THROTTLED, Throttling

NO_CONVERSATION = "no_conversation"
NOT_COMPOSED = "not_composed"
# Without a token nothing was sent, and the next one may be given.
RETRIED = PASSING | {"no_token"}
# Who comes back writes first, or has the bot installed anew, and their chat is remembered again.
CLOSED = frozenset({"blocked", "not_installed", "gone"})

_log = structlog.get_logger(__name__)


class Lost(Exception):
    """The message is not ours any more: it was withdrawn, or its lease ran out."""


@dataclass(frozen=True)
class Delivery:
    """Sends messages that were claimed, each at most once."""

    messages: OutboxStore
    chats: ConversationStore
    composers: Mapping[str, Composer]
    poster: Poster
    gate: Gate
    now: Now
    random: Callable[[], float]
    patience: Patience = USUAL_PATIENCE
    throttling: Throttling = field(default_factory=Throttling)

    async def deliver(self, message: Message) -> None:
        """Send a message if it is wanted still, and note what became of it."""
        where = await self.chats.of_person(message.reader)
        if where is None:
            await self._end(message, MessageState.FAILED, reason=NO_CONVERSATION)
        else:
            await self._compose_and_send(message, where)

    async def _compose_and_send(self, message: Message, where: ConversationReference) -> None:
        match await self._compose(message):
            case Composed(reply):
                await self._send(message, where, reply)
            case NotYet(until):
                await self.messages.put_back(message, until)
            case Withdrawn():
                await self._end(message, MessageState.WITHDRAWN)
            case None:
                await self._later(message, NOT_COMPOSED, None)

    async def _compose(self, message: Message) -> Composed | NotYet | Withdrawn | None:
        try:
            return await self.composers[message.kind](message)
        except Exception as error:  # noqa: BLE001 - one message that breaks must not stop the rest
            _log.error("message_not_composed", kind=message.kind, **where_it_broke(error))
            return None

    async def _send(self, message: Message, where: ConversationReference, reply: Reply) -> None:
        enter = partial(self.gate.enter, Priority.UNASKED, partial(self._begin, message))
        try:
            sent_as = await self.poster.post(where, reply, enter)
        except Lost:
            return
        except GateClosed as closed:
            await self.messages.put_back(message, self._in(closed.seconds))
            raise
        except BudgetUnreachable:
            # It was noted to go out, and surely did not.
            await self.messages.put_back(message, message.not_before)
            raise
        except NotDelivered as refusal:
            await self._refused(message, reply, refusal)
            await self._watch_throttling(message, refusal)
            if refusal.reason in CLOSED:
                await self.chats.drop(where)
        else:
            self.throttling.passed()
            await self._end(message, MessageState.DELIVERED, sent_as=sent_as)
            await _tell(reply, sent_as)

    async def _begin(self, message: Message) -> None:
        if not await self.messages.begin(message):
            raise Lost

    async def _refused(self, message: Message, reply: Reply, refusal: NotDelivered) -> None:
        if refusal.reason == UNCONFIRMED:
            await self._end(message, MessageState.UNCONFIRMED, reason=UNCONFIRMED)
            await _tell(reply, None)
        elif refusal.reason in RETRIED:
            await self._later(message, refusal.reason, refusal.retry_after)
        else:
            await self._end(message, MessageState.FAILED, reason=refusal.reason)

    async def _watch_throttling(self, message: Message, refusal: NotDelivered) -> None:
        if refusal.reason != THROTTLED:
            self.throttling.passed()
            return
        asked = refusal.retry_after or self.patience.first_pause
        everybody = self.throttling.throttled(message.reader, asked)
        if everybody is not None:
            _log.warning("channel_throttles_everybody", seconds=everybody)
            await self.gate.close(everybody)

    async def _later(self, message: Message, reason: str, retry_after: float | None) -> None:
        attempts = message.attempts + 1
        pause = self.patience.pause(attempts, retry_after, self.random())
        if pause is None:
            await self._end(message, MessageState.FAILED, reason=reason)
        else:
            tried = replace(message, attempts=attempts, reason=reason)
            await self.messages.put_back(tried, self._in(pause))

    def _in(self, seconds: float) -> datetime:
        return self.now() + timedelta(seconds=seconds)

    async def _end(
        self,
        message: Message,
        state: MessageState,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        _log.info("message_ended", kind=message.kind, state=state, reason=reason)
        await self.messages.end(message, state, reason=reason, sent_as=sent_as)


async def _tell(reply: Reply, message_id: str | None) -> None:
    if reply.delivered is None:
        return
    try:
        await reply.delivered(message_id)
    except Exception as error:  # noqa: BLE001 - whatever breaks there, the message is out
        _log.error("delivery_not_told", **where_it_broke(error))
