"""Delivers one claimed message: compose it, pass the gate, post it, and note the result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.chat.conversation import ConversationReference, ConversationStore
from bot.chat.surface import PASSING, UNCONFIRMED, Card, NotDelivered
from bot.core.clock import Now
from bot.core.logs import where_it_broke
from bot.outbox.backoff import THROTTLED, USUAL_BACKOFF, Backoff, Throttling
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

NO_CONVERSATION = "no_conversation"
NOT_COMPOSED = "not_composed"
# Without a token nothing was sent, and the login host may give one next time.
RETRIED = PASSING | {"no_token"}
# The chat is forgotten after these. Whoever writes to the bot or installs it again is known anew
# (docs/teams.md, "Status codes").
CLOSED = frozenset({"blocked", "not_installed", "gone"})

_log = structlog.get_logger(__name__)


class Lost(Exception):
    """The message belongs to this process no longer: it was withdrawn, or its lease ran out."""


@dataclass(frozen=True)
class Delivery:
    """The delivery of claimed messages, each at most once."""

    messages: OutboxStore
    chats: ConversationStore
    composers: Mapping[str, Composer]
    poster: Poster
    gate: Gate
    now: Now
    random: Callable[[], float]
    backoff: Backoff = USUAL_BACKOFF
    throttling: Throttling = field(default_factory=Throttling)

    async def deliver(self, message: Message) -> None:
        """Send a message if it is still wanted, and note how it ended.

        Raises GateClosed and BudgetUnreachable, which concern all other messages too.
        """
        where = await self.chats.of_person(message.reader)
        if where is None:
            await self.end(message, MessageState.FAILED, reason=NO_CONVERSATION)
            return
        surface = OutboxSurface(self, message, where)
        try:
            await self.composers[message.kind](message, where, surface)
        except Withdrawn:
            await self.end(message, MessageState.WITHDRAWN)
        except NotYet as later:
            await self.messages.put_back(message, later.until)
        except (Lost, NotDelivered):
            # `send` has noted how the message ended.
            return
        except (GateClosed, BudgetUnreachable):
            raise
        except Exception as error:  # noqa: BLE001 - one message that breaks must not stop the rest
            _log.error("message_not_composed", kind=message.kind, **where_it_broke(error))
            # A composer may also break after its card was sent, which must not be sent twice.
            if not surface.is_sent:
                await self._later(message, NOT_COMPOSED, None)

    async def send(
        self, message: Message, where: ConversationReference, card: Card, summary: str
    ) -> str:
        """Post a message through the gate, note how it ended, and return the channel's id of it.

        Raises NotDelivered, Lost, GateClosed and BudgetUnreachable.
        """
        # `_begin` runs as late as possible: a message that is noted as being sent and is not ends
        # as unconfirmed after a crash, and is never sent again.
        enter = partial(self.gate.enter, Priority.UNASKED, partial(self._begin, message))
        try:
            sent_as = await self.poster.post(where, card, summary, enter)
        except GateClosed as closed:
            await self.messages.put_back(message, self._in(closed.seconds))
            raise
        except BudgetUnreachable:
            # It was noted as being sent, and certainly was not: the gate comes before the request.
            await self.messages.put_back(message, message.not_before)
            raise
        except NotDelivered as refusal:
            await self._note_refusal(message, refusal)
            await self._watch_throttling(message, refusal)
            if refusal.reason in CLOSED:
                await self.chats.drop(where)
            raise
        self.throttling.passed()
        await self.end(message, MessageState.DELIVERED, sent_as=sent_as)
        return sent_as

    async def _begin(self, message: Message) -> None:
        if not await self.messages.begin(message):
            raise Lost

    async def _note_refusal(self, message: Message, refusal: NotDelivered) -> None:
        if refusal.reason == UNCONFIRMED:
            await self.end(message, MessageState.UNCONFIRMED, reason=UNCONFIRMED)
        elif refusal.reason in RETRIED:
            await self._later(message, refusal.reason, refusal.retry_after)
        else:
            await self.end(message, MessageState.FAILED, reason=refusal.reason)

    async def _watch_throttling(self, message: Message, refusal: NotDelivered) -> None:
        if refusal.reason != THROTTLED:
            self.throttling.passed()
            return
        wait = refusal.retry_after or self.backoff.first_pause
        wait_of_all = self.throttling.throttled(message.reader, wait)
        if wait_of_all is not None:
            _log.warning("channel_throttles_everybody", seconds=wait_of_all)
            await self.gate.close(wait_of_all)

    async def _later(self, message: Message, reason: str, retry_after: float | None) -> None:
        attempts = message.attempts + 1
        pause = self.backoff.pause(attempts, retry_after, self.random())
        if pause is None:
            await self.end(message, MessageState.FAILED, reason=reason)
        else:
            tried = replace(message, attempts=attempts, reason=reason)
            await self.messages.put_back(tried, self._in(pause))

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
        await self.messages.end(message, state, reason=reason, sent_as=sent_as)


@dataclass
class OutboxSurface:
    """Implements bot.chat.surface.Surface for an unasked message, which it posts once."""

    delivery: Delivery
    message: Message
    where: ConversationReference
    is_sent: bool = False

    @property
    def message_id(self) -> None:
        """None: an unasked message answers no press."""

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str:
        """Post the message; raises NotDelivered, Lost, GateClosed and BudgetUnreachable."""
        sent_as = await self.delivery.send(self.message, self.where, card, summary)
        self.is_sent = True
        return sent_as

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        """Put a card in the place of an earlier one; raises NotDelivered."""
        await self.delivery.poster.surface(self.where).update(message_id, card, summary)
