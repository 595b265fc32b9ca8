"""What is done again and again, at times that a row remembers."""

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
    """One thing to be done every so often, by whichever process comes first."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[object]]


class SweepLedger(Protocol):
    """When each sweep ran last, for all processes together."""

    async def begin(self, name: str, every: timedelta, now: datetime) -> bool:
        """Whether the sweep is due; of all who ask, one is told so."""

    async def end(self, name: str, now: datetime) -> None:
        """Note that the sweep was done."""


@dataclass(frozen=True)
class Sweeper:
    """Does the sweeps that are due."""

    sweeps: tuple[Sweep, ...]
    ledger: SweepLedger
    now: Now

    async def once(self) -> None:
        """Do each sweep that is due; one that fails does not keep the others from their turn."""
        for sweep in self.sweeps:
            if await self.ledger.begin(sweep.name, sweep.every, self.now()):
                await self._do(sweep)

    async def _do(self, sweep: Sweep) -> None:
        try:
            await sweep.work()
        except Exception as error:  # noqa: BLE001 - the other sweeps must come, whatever broke this
            _log.error("sweep_failed", sweep=sweep.name, **where_it_broke(error))
        else:
            await self.ledger.end(sweep.name, self.now())
