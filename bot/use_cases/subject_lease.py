"""One lease for each subject: whoever holds it is alone in changing that person's photo.

The lease is a row that all processes share. It lasts six seconds by the clock of its store and is
renewed meanwhile (`bot.core.lease`), so that after a `kill -9` the next change waits no longer.
Each write asks for it once more (`EffectStore.begin`), and so does the end of an act: nothing is
called fixed that somebody else may have written meanwhile.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog

from bot.core.background import repeat, running
from bot.core.clock import Sleep
from bot.core.lease import LEASE, RENEWAL_SECONDS
from bot.core.logs import where_it_broke

_log = structlog.get_logger(__name__)


class LeaseTaken(Exception):
    """Another act holds the subject's lease."""


class LeaseLost(Exception):
    """The lease ran out or went to another act, which may have written meanwhile."""


class LeaseStore(Protocol):
    """The leases of all processes; a subject is an Entra object id, in upper or lower case."""

    async def take(self, subject: str, owner: UUID, seconds: float) -> bool:
        """Give the subject's lease to an owner for so long; False where another has it."""

    async def renew(self, subject: str, owner: UUID, seconds: float) -> bool:
        """Let the lease last so long from now on; False where it is not this owner's any more."""

    async def release(self, subject: str, owner: UUID) -> bool:
        """End the lease; False where it was not this owner's any more."""


@dataclass(frozen=True)
class SubjectLeases:
    """The leases under which subjects' photos are changed.

    Attributes:
        seconds: how long a lease lasts without being renewed.
    """

    store: LeaseStore
    new_id: Callable[[], UUID]
    sleep: Sleep
    seconds: float = LEASE.total_seconds()

    @asynccontextmanager
    async def hold(self, subject: str) -> AsyncIterator[UUID]:
        """Hold the subject's lease while the block runs, and yield its owner.

        Raises LeaseTaken before the block, or LeaseLost, which also cuts off a block that runs
        when the lease can't be renewed any longer.
        """
        owner = self.new_id()
        # Counted from before the request, so that it never ends later here than in the store.
        until = self._end()
        if not await self.store.take(subject, owner, self.seconds):
            raise LeaseTaken
        try:
            async with asyncio.timeout_at(until) as limit:
                async with running(self._keep(subject, owner, limit)):
                    yield owner
        except BaseException as error:
            if isinstance(error, TimeoutError) and limit.expired():
                raise LeaseLost from None
            await asyncio.shield(self._give_up(subject, owner))
            raise
        if not await self.store.release(subject, owner):
            raise LeaseLost

    async def _keep(self, subject: str, owner: UUID, limit: asyncio.Timeout) -> None:
        async def renew() -> None:
            until = self._end()
            held = await self.store.renew(subject, owner, self.seconds)
            limit.reschedule(until if held else asyncio.get_running_loop().time())

        await self.sleep(RENEWAL_SECONDS)
        # A renewal that fails is followed by others, before the lease runs out.
        await repeat(renew, every=RENEWAL_SECONDS, sleep=self.sleep)

    async def _give_up(self, subject: str, owner: UUID) -> None:
        try:
            await self.store.release(subject, owner)
        except Exception as error:  # noqa: BLE001 - it runs out, and what ended the act is raised
            _log.warning("lease_not_released", **where_it_broke(error))

    def _end(self) -> float:
        return asyncio.get_running_loop().time() + self.seconds
