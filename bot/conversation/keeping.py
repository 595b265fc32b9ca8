"""Keeping a promise: from its timer to a message in the outbox."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from bot.chat.stores import Promise
from bot.core.clock import Now
from bot.core.lease import Lease
from bot.outbox.message import ENDED, MessageState
from bot.outbox.outbox import Outbox
from bot.use_cases.authorizer import Actor

KIND = "promise"
LEASE = timedelta(minutes=1)
# While the outbox has its message, a promise needs no look more often than this.
HANDED_OVER = timedelta(hours=1)
TOLD = frozenset({MessageState.DELIVERED, MessageState.UNCONFIRMED})


class DuePromises(Protocol):
    """The rows of promises, for whoever keeps them."""

    async def take(self, promise_id: UUID, lease: Lease) -> Promise | None:
        """Take an open promise that is due under a lease; None where there is no such thing."""

    async def renew(self, promise_id: UUID, lease: Lease) -> bool:
        """Hold a promise for longer; False when it is not this owner's any more."""

    async def end(self, promise_id: UUID, *, kept: bool) -> bool:
        """Note that a promise was kept, or that nobody could be told; False if it is not open."""


@dataclass(frozen=True)
class Keep:
    """Asks for one message for each promise, however often it is run."""

    promises: DuePromises
    outbox: Outbox
    drain: Callable[[], Awaitable[None]]
    now: Now
    owner: str

    async def __call__(self, promise_id: UUID) -> None:
        """Have what was promised told; nothing where that is not due, not wanted or under way."""
        promise = await self.promises.take(promise_id, self._lease(LEASE))
        if promise is None:
            return
        message = await self.outbox.put(
            KIND,
            reader=promise.person_id,
            subject=promise.person_id,
            actor=Actor.person(promise.person_id),
            about=promise.id,
            due_at=promise.due_at,
        )
        if message.state in ENDED:
            await self.promises.end(promise.id, kept=message.state in TOLD)
            return
        await self.promises.renew(promise.id, self._lease(HANDED_OVER))
        await self.drain()

    def _lease(self, length: timedelta) -> Lease:
        return Lease(self.owner, self.now() + length)
