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

# At 50 messages a second this keeps the rate even where an answer takes more than a second.
MAX_IN_FLIGHT = 64
LEASE = timedelta(seconds=60)
# Longer than the channel may take to answer: the outcome of a cancelled request is never known.
STOP_SECONDS = 20.0

_log = structlog.get_logger(__name__)
Tasks = set[asyncio.Task[None]]


@dataclass(frozen=True)
class Sender:
    """The sender: claims due messages and delivers them; each drain is a lease owner of its own.

    Within one process, too, one drain must not release what another has claimed.
    """

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
        """Send until nothing is due, and return when to drain again (UTC), None for never.

        Raises BudgetUnreachable and errors of the database, after messages in flight have ended.
        """
        await self.messages.recover(self.now())
        try:
            await self._send_all(self.new_owner())
        except GateClosed as closed:
            return self.now() + timedelta(seconds=closed.seconds)
        return await self.messages.next_due(self.kinds)

    async def _send_all(self, owner: str) -> None:
        in_flight: Tasks = set()
        renewed = self.now()
        try:
            await self._start(owner, in_flight)
            while in_flight:
                await self._wait_for_some(in_flight)
                renewed = await self._renew(owner, renewed)
                await self._start(owner, in_flight)
        finally:
            await self._settle(owner, in_flight)

    async def _start(self, owner: str, in_flight: Tasks) -> None:
        room = self.max_in_flight - len(in_flight)
        # Claim in batches, or every message that ends would cost a query of its own.
        if room < self.max_in_flight // 2:
            return
        claimed = await self.messages.claim(self.kinds, self._lease(owner), self.now(), room)
        in_flight |= {asyncio.create_task(self.delivery.deliver(message)) for message in claimed}

    async def _wait_for_some(self, in_flight: Tasks) -> None:
        # Not longer than this, so that the lease is renewed well before it runs out.
        third = self.lease.total_seconds() / 3
        ended, _ = await asyncio.wait(in_flight, timeout=third, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
        in_flight -= ended

    async def _renew(self, owner: str, renewed: datetime) -> datetime:
        if self.now() - renewed < self.lease / 3:
            return renewed
        await self.messages.renew(self._lease(owner))
        # A long drain also settles what processes that died meanwhile have left.
        await self.messages.recover(self.now())
        return self.now()

    async def _settle(self, owner: str, in_flight: Tasks) -> None:
        if not in_flight:
            return
        ended, late = await asyncio.wait(in_flight, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        for outcome in await asyncio.gather(*ended, *late, return_exceptions=True):
            # A closed gate ends every message alike; the drain itself has reported it.
            if isinstance(outcome, Exception) and not isinstance(outcome, GateClosed):
                _log.error("message_not_settled", **where_it_broke(outcome))
        await self.messages.release(owner)

    def _lease(self, owner: str) -> Lease:
        return Lease(owner, self.now() + self.lease)
