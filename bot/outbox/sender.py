"""Sends what is due, many messages at a time; several processes may do so at once."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core.clock import Now
from bot.core.lease import Lease
from bot.core.logs import where_it_broke
from bot.outbox.delivery import Delivery
from bot.outbox.ports import GateClosed, OutboxStore

# At 50 a second, this many are under way where an answer takes more than a second.
MAX_IN_FLIGHT = 64
LEASE = timedelta(seconds=60)
# Longer than the channel may take to answer: whoever ends a request does not learn its outcome.
PATIENCE_AT_STOP = 20.0

_log = structlog.get_logger(__name__)
Tasks = set[asyncio.Task[None]]


@dataclass(frozen=True)
class Sender:
    """Takes messages from the outbox and delivers them, under a lease for each time it drains."""

    messages: OutboxStore
    delivery: Delivery
    now: Now
    new_owner: Callable[[], str]
    lease: timedelta = LEASE
    max_in_flight: int = MAX_IN_FLIGHT

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of messages that this process can compose."""
        return self.delivery.composers.keys()

    async def drain(self) -> datetime | None:
        """Send until nothing is due, and return when the next message will be (UTC).

        A failure of the database, or of the budget's keeper, ends it after what is under way.
        """
        await self.messages.recover(self.now())
        try:
            await self._send_all(self.new_owner())
        except GateClosed as closed:
            return self.now() + timedelta(seconds=closed.seconds)
        return await self.messages.next_due(self.kinds)

    async def _send_all(self, owner: str) -> None:
        under_way: Tasks = set()
        tended = self.now()
        try:
            await self._start(owner, under_way)
            while under_way:
                await self._some_end(under_way)
                tended = await self._tend(owner, tended)
                await self._start(owner, under_way)
        finally:
            await self._settle(owner, under_way)

    async def _start(self, owner: str, under_way: Tasks) -> None:
        room = self.max_in_flight - len(under_way)
        if room < self.max_in_flight // 2:
            return
        claimed = await self.messages.claim(self.kinds, self._lease(owner), self.now(), room)
        under_way |= {asyncio.create_task(self.delivery.deliver(message)) for message in claimed}

    async def _some_end(self, under_way: Tasks) -> None:
        third = self.lease.total_seconds() / 3
        ended, _ = await asyncio.wait(under_way, timeout=third, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
        under_way -= ended

    async def _tend(self, owner: str, tended: datetime) -> datetime:
        if self.now() - tended < self.lease / 3:
            return tended
        await self.messages.renew(self._lease(owner))
        await self.messages.recover(self.now())
        return self.now()

    async def _settle(self, owner: str, under_way: Tasks) -> None:
        if not under_way:
            return
        ended, late = await asyncio.wait(under_way, timeout=PATIENCE_AT_STOP)
        for task in late:
            task.cancel()
        for outcome in await asyncio.gather(*ended, *late, return_exceptions=True):
            if isinstance(outcome, Exception) and not isinstance(outcome, GateClosed):
                _log.error("message_not_settled", **where_it_broke(outcome))
        await self.messages.release(owner)

    def _lease(self, owner: str) -> Lease:
        return Lease(owner, self.now() + self.lease)
