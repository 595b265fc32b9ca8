"""What the worker does when it meets a job."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from bot.core.clock import Now
from bot.jobs.queue import DRAIN, SWEEP, SYNC, WRITES, Queue

EVERY_MINUTE = "* * * * *"


@dataclass(frozen=True)
class GiveBack(BaseRetryStrategy):
    """Gives a job that a stop cut off to the next worker; one that fails is given up."""

    now: Now

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to run the job again; None where it is given up."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=self.now())
        return None


@dataclass(frozen=True)
class Tasks:
    """One handler for each kind of job; each bears being run twice, also at the same time.

    Attributes:
        sync: syncs what a card offered, if nobody has begun to.
        drain: sends what is due, and returns when the next message will be (UTC).
        sweep: does what is to be done every so often.
    """

    sync: Callable[[UUID], Awaitable[None]]
    drain: Callable[[], Awaitable[datetime | None]]
    sweep: Callable[[], Awaitable[None]]
    now: Now

    def register(self, app: App, *, tick: str = EVERY_MINUTE) -> None:
        """Let the app's workers find the handlers; `tick` is a cron line."""
        queue = Queue(app)

        # One that fails is not run again: the card tells of it, and offers it anew.
        @app.task(name=SYNC, queue=WRITES, retry=GiveBack(self.now))
        async def sync(card_id: str) -> None:
            await self.sync(UUID(card_id))

        # The next sweep has the outbox drained, and comes itself: these are not put off.
        @app.task(name=DRAIN, retry=GiveBack(self.now))
        async def drain() -> None:
            if next_due := await self.drain():
                await queue.drain(next_due)

        @app.periodic(cron=tick)
        @app.task(name=SWEEP, queueing_lock=SWEEP, retry=GiveBack(self.now))
        async def sweep(timestamp: int) -> None:
            await self.sweep()
