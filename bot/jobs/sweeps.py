"""Periodic sweeps: each runs in one process at a time, and a row remembers when it ran."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.core.background import repeat, running
from bot.core.clock import Now, Sleep
from bot.core.lease import LEASE, RENEWAL_SECONDS, Lease
from bot.core.logs import where_it_broke

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sweep:
    """Periodic work, done by whichever process asks first once it is due."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[object]]


class SweepLedger(Protocol):
    """The rows that say when each sweep last ran, shared by all processes."""

    async def begin(self, name: str, every: timedelta, lease: Lease, now: datetime) -> bool:
        """Claim a sweep that is due, or whose process died; True for one of all that ask."""

    async def renew(self, name: str, lease: Lease) -> None:
        """Extend the lease of a sweep that goes on."""

    async def end(self, name: str, owner: str, done_at: datetime | None) -> None:
        """Give up the lease, and note when the sweep was done (UTC); None where it failed."""


@dataclass(frozen=True)
class Sweeper:
    """The runner of the sweeps that are due."""

    sweeps: tuple[Sweep, ...]
    ledger: SweepLedger
    now: Now
    sleep: Sleep
    new_owner: Callable[[], str]

    async def once(self) -> None:
        """Run each sweep that is due; one that fails does not stop the others."""
        owner = self.new_owner()
        for sweep in self.sweeps:
            if await self.ledger.begin(sweep.name, sweep.every, self._lease(owner), self.now()):
                async with running(self._keep_lease(sweep, owner)):
                    await self._run(sweep, owner)

    async def _run(self, sweep: Sweep, owner: str) -> None:
        done_at = None
        try:
            await sweep.work()
            done_at = self.now()
        except Exception as error:  # noqa: BLE001 - the other sweeps must come, whatever broke this
            _log.error("sweep_failed", sweep=sweep.name, **where_it_broke(error))
        await self.ledger.end(sweep.name, owner, done_at)

    async def _keep_lease(self, sweep: Sweep, owner: str) -> None:
        async def renew() -> None:
            await self.ledger.renew(sweep.name, self._lease(owner))

        await self.sleep(RENEWAL_SECONDS)
        await repeat(renew, every=RENEWAL_SECONDS, sleep=self.sleep)

    def _lease(self, owner: str) -> Lease:
        return Lease(owner, self.now() + LEASE)
