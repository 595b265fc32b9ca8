"""Periodic sweeps: each runs in one process at a time, and a row remembers when it ran."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.core.clock import Now
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

    async def begin(self, name: str, every: timedelta, now: datetime) -> bool:
        """Claim a sweep that is due; True for one of all processes that ask at a time."""

    async def end(self, name: str, now: datetime) -> None:
        """Note when a sweep was done (UTC)."""


@dataclass(frozen=True)
class Sweeper:
    """The runner of the sweeps that are due."""

    sweeps: tuple[Sweep, ...]
    ledger: SweepLedger
    now: Now

    async def once(self) -> None:
        """Run each sweep that is due; one that fails does not stop the others."""
        for sweep in self.sweeps:
            if await self.ledger.begin(sweep.name, sweep.every, self.now()):
                await self._run(sweep)

    async def _run(self, sweep: Sweep) -> None:
        try:
            await sweep.work()
        except Exception as error:  # noqa: BLE001 - the other sweeps must come, whatever broke this
            _log.error("sweep_failed", sweep=sweep.name, **where_it_broke(error))
        else:
            await self.ledger.end(sweep.name, self.now())
