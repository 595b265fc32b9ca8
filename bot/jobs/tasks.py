"""What the worker does when it meets a job."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate import App

from bot.core.clock import Now
from bot.jobs.again import Again
from bot.jobs.queue import DRAIN, KEEP_PROMISE, REPAIR, SWEEP, Queue

EVERY_MINUTE = "* * * * *"
WAITS = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))


@dataclass(frozen=True)
class Tasks:
    """One handler for each kind of job; each bears being run twice, also at the same time.

    Attributes:
        keep_promise: does what was promised, if it is due and nobody else is at it.
        repair: repairs what a card offered, if nobody has begun to; returns when to ask again
            (UTC) where that is left to another worker.
        drain: sends what is due, and returns when the next message will be (UTC).
        sweep: does what is to be done every so often.
    """

    keep_promise: Callable[[UUID], Awaitable[None]]
    repair: Callable[[UUID], Awaitable[datetime | None]]
    drain: Callable[[], Awaitable[datetime | None]]
    sweep: Callable[[], Awaitable[None]]
    now: Now

    def register(self, app: App, *, tick: str = EVERY_MINUTE) -> None:
        """Let the app's workers find the handlers; `tick` is a cron line."""
        queue = Queue(app)

        @app.task(name=KEEP_PROMISE, retry=Again(self.now, WAITS))
        async def keep_promise(promise_id: str) -> None:
            await self.keep_promise(UUID(promise_id))

        # One that fails is not run again: the card tells of it, and offers it anew.
        @app.task(name=REPAIR, retry=Again(self.now))
        async def repair(card_id: str) -> None:
            if again_at := await self.repair(UUID(card_id)):
                await queue.repair(UUID(card_id), again_at)

        # The next sweep has the outbox drained, and comes itself: these are not put off.
        @app.task(name=DRAIN, retry=Again(self.now))
        async def drain() -> None:
            if next_due := await self.drain():
                await queue.drain(next_due)

        @app.periodic(cron=tick)
        @app.task(name=SWEEP, queueing_lock=SWEEP, retry=Again(self.now))
        async def sweep(timestamp: int) -> None:
            await self.sweep()
