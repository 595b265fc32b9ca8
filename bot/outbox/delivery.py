"""Delivers one claimed message: compose it, pass the gate, post it, and note the result.

For readers without a chat `bot.outbox.reach` finds one first, where that is possible.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.surface import PASSING, UNCONFIRMED, Card, NotDelivered
from bot.core.clock import Now, Sleep
from bot.core.logs import where_it_broke
from bot.core.metrics import Metrics, unread_metrics
from bot.outbox.backoff import (
    CHAT_BACKOFF,
    REFUSED_BY_CHAT,
    THROTTLED,
    USUAL_BACKOFF,
    Backoff,
    Throttling,
)
from bot.outbox.message import Message, MessageState
from bot.outbox.ports import (
    BudgetUnreachable,
    Composer,
    Gate,
    GateClosed,
    NotYet,
    OutboxStore,
    Poster,
    Priority,
    Withdrawn,
)
from bot.outbox.reach import NO_CONVERSATION, Reach

NOT_COMPOSED = "not_composed"
# The chat is forgotten if these last. Whoever writes to the bot or installs it again is known anew
# (docs/teams.md, "Status codes").
BLOCKED = "blocked"
CLOSED = frozenset({BLOCKED, "not_installed", "gone", "not_found"})

# What became of a message is known here only, so a database that is away is asked again.
NOTE_ATTEMPTS = 60
NOTE_PAUSE_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class Lost(Exception):
    """The message is not this process's to send: withdrawn, held, or its lease ran out."""


@dataclass(frozen=True)
class Delivery:
    """The delivery of claimed messages, each at most once; without `reach`, to known chats only."""

    messages: OutboxStore
    chats: ConversationStore
    composers: Mapping[str, Composer]
    poster: Poster
    gate: Gate
    now: Now
    sleep: Sleep
    random: Callable[[], float]
    backoff: Backoff = USUAL_BACKOFF
    chat_backoff: Backoff = CHAT_BACKOFF
    reach: Reach | None = None
    throttling: Throttling = field(default_factory=Throttling)
    metrics: Metrics = field(default_factory=unread_metrics)

    async def deliver(self, message: Message) -> None:
        """Send a message if it is still wanted, and note how it ended.

        Raises GateClosed and BudgetUnreachable, which concern all other messages too.
        """
        where, surface = await self.chats.of_person(message.reader), None
        try:
            where = where or await self._reach(message)
            surface = OutboxSurface(self, message, where)
            # The id as the chat writes it: the card's buttons are for who presses them.
            own = replace(message, reader=where.person_id)
            await self.composers[message.kind](own, where, surface)
        except Withdrawn as unwanted:
            await self.end(message, MessageState.WITHDRAWN, reason=unwanted.reason)
        except NotYet as later:
            await self._put_back(message, later.until)
        except (Lost, NotDelivered):
            # `send` or `_reach` has noted how the message ended.
            return
        except (GateClosed, BudgetUnreachable):
            raise
        except Exception as error:  # noqa: BLE001 - one message that breaks must not stop the rest
            _log.error("message_not_composed", kind=message.kind, **where_it_broke(error))
            # Once it was begun it may have arrived, and must not be sent twice.
            if surface is None or surface.message.state is MessageState.QUEUED:
                await self._later(message, NOT_COMPOSED, None)

    async def _reach(self, message: Message) -> ConversationReference:
        """Return the chat of a reader who had none; raises NotDelivered once it is noted why."""
        try:
            if self.reach is None:
                raise NotDelivered(NO_CONVERSATION)
            return await self.reach(message)
        except NotDelivered as refusal:
            await self._note_refusal(message, refusal)
            raise

    async def send(self, surface: "OutboxSurface", card: Card, summary: str) -> str:
        """Post a message through the gate, note how it ended, and return the channel's id of it.

        Raises NotDelivered, Lost, GateClosed and BudgetUnreachable.
        """
        # `_begin` runs as late as possible: a message that is noted as being sent and is not ends
        # as unconfirmed after a crash, and is never sent again.
        enter = partial(self.gate.enter, Priority.UNASKED, partial(self._begin, surface))
        where = surface.where
        try:
            sent_as = await self.poster.post(where, card, summary, enter)
        except GateClosed as closed:
            await self._put_back(surface.message, self._in(closed.seconds))
            raise
        except BudgetUnreachable:
            # It was noted as being sent, and certainly was not: the gate comes before the request.
            await self._put_back(surface.message, surface.message.not_before)
            raise
        except NotDelivered as refusal:
            is_given_up = await self._note_refusal(surface.message, refusal)
            if is_given_up and refusal.reason in CLOSED:
                await self._give_up(where, refusal.reason)
            await self._watch_throttling(surface.message, refusal)
            raise
        self.throttling.passed()
        await self.end(surface.message, MessageState.DELIVERED, sent_as=sent_as)
        return sent_as

    async def _begin(self, surface: "OutboxSurface") -> None:
        if not await self.messages.begin(surface.message, self.now()):
            # Where it is this process's still, what forbids it decides when it is composed anew.
            await self._put_back(surface.message, surface.message.not_before)
            raise Lost
        surface.message = replace(surface.message, state=MessageState.SENDING)

    async def _note_refusal(self, message: Message, refusal: NotDelivered) -> bool:
        """Note what a refusal means for a message; return whether a day of them has given it up."""
        reason = refusal.reason
        if reason == UNCONFIRMED:
            await self.end(message, MessageState.UNCONFIRMED, reason=reason)
        elif reason in PASSING | REFUSED_BY_CHAT:
            return not await self._later(message, reason, refusal.retry_after)
        else:
            await self.end(message, MessageState.FAILED, reason=reason)
        return False

    async def _give_up(self, where: ConversationReference, reason: str) -> None:
        await self.chats.drop(where)
        if self.reach and reason == BLOCKED:
            await self.reach.installations.decline(where.person_id, self.now())

    async def _watch_throttling(self, message: Message, refusal: NotDelivered) -> None:
        if refusal.reason != THROTTLED:
            self.throttling.passed()
            return
        wait = refusal.retry_after or self.backoff.first_pause
        wait_of_all = self.throttling.throttled(message.reader, wait)
        if wait_of_all is not None:
            _log.warning("channel_throttles_everybody", seconds=wait_of_all)
            await self.gate.close(wait_of_all)

    async def _later(self, message: Message, reason: str, retry_after: float | None) -> bool:
        """Queue a message for another attempt; return False where it was given up instead."""
        attempts, since = message.attempts + 1, message.failing_since or self.now()
        failing_for = (self.now() - since).total_seconds()
        backoff = self.chat_backoff if reason in REFUSED_BY_CHAT else self.backoff
        pause = backoff.pause(attempts, failing_for, retry_after, self.random())
        if pause is None:
            await self.end(message, MessageState.FAILED, reason=reason)
            return False
        tried = replace(message, attempts=attempts, reason=reason, failing_since=since)
        await self._put_back(tried, self._in(pause))
        return True

    async def _put_back(self, message: Message, not_before: datetime) -> None:
        await self._note(partial(self.messages.put_back, message, not_before, self.now()))

    def _in(self, seconds: float) -> datetime:
        return self.now() + timedelta(seconds=seconds)

    async def end(
        self,
        message: Message,
        state: MessageState,
        *,
        reason: str | None = None,
        sent_as: str | None = None,
    ) -> None:
        """Note how a message ended; `sent_as` is the channel's id of it."""
        _log.info("message_ended", kind=message.kind, state=state, reason=reason)
        self.metrics.sent(message.kind, state)
        end = self.messages.end
        await self._note(partial(end, message, state, self.now(), reason=reason, sent_as=sent_as))

    async def _note(self, write: Callable[[], Awaitable[None]]) -> None:
        for _ in range(NOTE_ATTEMPTS - 1):
            try:
                await write()
            except Exception as error:  # noqa: BLE001 - whatever it is, it may pass
                _log.warning("outcome_not_noted", **where_it_broke(error))
                await self.sleep(NOTE_PAUSE_SECONDS)
            else:
                return
        await write()


@dataclass
class OutboxSurface:
    """Implements bot.chat.surface.Surface for an unasked message, which it posts once.

    `message` is SENDING from the moment on from which it may have arrived.
    """

    delivery: Delivery
    message: Message
    where: ConversationReference

    @property
    def message_id(self) -> None:
        """None: an unasked message answers no press."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Post the message; raises NotDelivered, Lost, GateClosed and BudgetUnreachable."""
        return await self.delivery.send(self, card, summary)

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Put a card in the place of an earlier one; raises NotDelivered."""
        await self.delivery.poster.surface(self.where).update(message_id, card, summary)
