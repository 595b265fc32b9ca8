"""The handlers of jobs, and their registration with Procrastinate."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from bot.core.clock import Now
from bot.jobs.queue import SWEEP, SYNC, WRITES

EVERY_MINUTE = "* * * * *"


@dataclass(frozen=True)
class GiveBack(BaseRetryStrategy):
    """Retries a job that was cancelled because its worker stops, and no job that fails."""

    now: Now

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Retry a cancelled job at once, on the next worker; None gives the job up."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=self.now())
        return None


@dataclass(frozen=True)
class Tasks:
    """One handler for each kind of job; each may run twice, also at the same time.

    A stalled job is run again while its first run may still be going on, so every handler relies
    on a lease in the rows that it works on.

    Attributes:
        sync: does the sync that a card offered, unless another process has begun it.
        sweep: runs the sweeps that are due.
    """

    sync: Callable[[UUID], Awaitable[None]]
    sweep: Callable[[], Awaitable[None]]
    now: Now

    def register(self, app: App, *, tick: str = EVERY_MINUTE) -> None:
        """Register the handlers with the app; `tick` is a cron expression for the sweeps."""

        # A sync that fails is not repeated by itself: its card says so, and offers it again.
        @app.task(name=SYNC, queue=WRITES, retry=GiveBack(self.now))
        async def sync(card_id: str) -> None:
            await self.sync(UUID(card_id))

        # A sweep that fails is not retried either: the next tick starts it anew.
        @app.periodic(cron=tick)
        @app.task(name=SWEEP, queueing_lock=SWEEP, retry=GiveBack(self.now))
        async def sweep(timestamp: int) -> None:
            await self.sweep()
