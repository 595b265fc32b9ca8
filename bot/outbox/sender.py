"""Sends what is due, many messages at a time; several processes may do so at once."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from bot.core.background import repeat, running
from bot.core.clock import Now, Sleep
from bot.core.lease import LEASE, RENEWAL_SECONDS, Lease
from bot.core.logs import where_it_broke
from bot.outbox.delivery import Delivery
from bot.outbox.ports import GateClosed, OutboxStore

# At 50 messages a second this keeps the rate even where an answer takes more than a second.
MAX_IN_FLIGHT = 64
# Longer than the channel may take to answer: the outcome of a cancelled request is never known.
STOP_SECONDS = 20.0

_log = structlog.get_logger(__name__)
Tasks = set[asyncio.Task[None]]


@dataclass
class Sender:
    """The sender: claims due messages and delivers them; each drain is a lease owner of its own.

    Within one process, too, one drain must not release what another has claimed.

    Attributes:
        opens_at: until when (UTC) nothing is claimed, as the gate was found closed.
    """

    messages: OutboxStore
    delivery: Delivery
    now: Now
    sleep: Sleep
    new_owner: Callable[[], str]
    max_in_flight: int = MAX_IN_FLIGHT
    opens_at: datetime = field(default=datetime.min.replace(tzinfo=UTC))

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of messages that this process can compose."""
        return self.delivery.composers.keys()

    async def drain(self) -> None:
        """Settle what processes that died have left, and send until nothing is due.

        Raises BudgetUnreachable and errors of the database, after messages in flight have ended.
        """
        await self.messages.recover(self.now())
        if self.now() < self.opens_at:
            return
        owner = self.new_owner()
        async with running(self._keep_lease(owner)):
            try:
                await self._send_all(owner)
            except GateClosed as closed:
                self.opens_at = self.now() + timedelta(seconds=closed.seconds)

    async def _send_all(self, owner: str) -> None:
        in_flight: Tasks = set()
        try:
            await self._start(owner, in_flight)
            while in_flight:
                await self._wait_for_some(in_flight)
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
        ended, _ = await asyncio.wait(in_flight, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
        in_flight -= ended

    async def _keep_lease(self, owner: str) -> None:
        async def renew() -> None:
            await self.messages.renew(self._lease(owner))
            # A long drain also settles what processes that died meanwhile have left.
            await self.messages.recover(self.now())

        await self.sleep(RENEWAL_SECONDS)
        await repeat(renew, every=RENEWAL_SECONDS, sleep=self.sleep)

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
        return Lease(owner, self.now() + LEASE)
