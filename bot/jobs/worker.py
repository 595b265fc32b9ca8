"""Runs Procrastinate's worker, and starts it again: it ends when the database is away too long."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog
from procrastinate import App

from bot.core.background import repeat
from bot.core.clock import Sleep
from bot.core.lease import LOOK_SECONDS
from bot.core.logs import where_it_broke
from bot.jobs.queue import DEFAULT
from bot.jobs.stalled import FORGOTTEN_SECONDS, HEARTBEAT_SECONDS

CONCURRENCY = 8
# After this long a stop cancels jobs.
GRACE_SECONDS = 2.0
# A write that is cut off is not repeated by itself, so it gets the time that one mostly takes.
GRACE_FOR_WRITES_SECONDS = 20.0
# Longer than either grace.
STOP_SECONDS = 30.0
# Between two starts of the worker; doubled each time up to MAX_PAUSE.
FIRST_PAUSE = 1.0
MAX_PAUSE = 30.0
# Running for this long resets the backoff.
SETTLED_SECONDS = 60.0
# How often a process finds out whether it may write, as grants come and go while it runs.
ASKED_EVERY_SECONDS = 30.0

_log = structlog.get_logger(__name__)


class Runs(Protocol):
    """A worker that works until it is cancelled."""

    async def run(self) -> None:
        """Work; jobs under way are finished or given back when this is cancelled."""


@dataclass(frozen=True)
class Worker:
    """The worker of one queue, which runs until it is cancelled.

    Attributes:
        polling: seconds between two looks for jobs that fall due.
        grace: seconds that running jobs get to finish at a stop.
    """

    app: App
    sleep: Sleep
    clock: Callable[[], float]
    queue: str = DEFAULT
    polling: float = LOOK_SECONDS
    grace: float = GRACE_SECONDS

    async def run(self) -> None:
        """Run Procrastinate's worker; whenever it ends, start it again after a pause."""
        pause = FIRST_PAUSE
        while True:
            began = self.clock()
            await self._work()
            if self.clock() - began >= SETTLED_SECONDS:
                pause = FIRST_PAUSE
            await self.sleep(pause)
            pause = min(2 * pause, MAX_PAUSE)

    async def _work(self) -> None:
        try:
            await self.app.run_worker_async(
                queues=[self.queue],
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=self.polling,
                shutdown_graceful_timeout=self.grace,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=FORGOTTEN_SECONDS,
                # `working` stops it; the process has signal handlers of its own.
                install_signal_handlers=False,
            )
            _log.error("worker_ended", queue=self.queue)
        except Exception as error:  # noqa: BLE001 - whatever ended it, it is started again
            _log.error("worker_ended", queue=self.queue, **where_it_broke(error))


@dataclass(frozen=True)
class WhileAllowed:
    """A worker of the queue `writes` that works only while this process may write.

    When the process loses the right, it takes no more jobs and finishes those that it has.
    """

    worker: Runs
    may_write: Callable[[], Awaitable[bool]]
    sleep: Sleep

    async def run(self) -> None:
        """Ask every half minute whether it may, and work for as long as it may."""
        await repeat(self._while_allowed, every=ASKED_EVERY_SECONDS, sleep=self.sleep)

    async def _while_allowed(self) -> None:
        if not await self.may_write():
            return
        async with working(self.worker):
            await self.sleep(ASKED_EVERY_SECONDS)
            while await self.may_write():
                await self.sleep(ASKED_EVERY_SECONDS)


@asynccontextmanager
async def working(*workers: Runs) -> AsyncIterator[None]:
    """Run workers while the context lasts; at its end, running jobs are finished or given back."""
    tasks = {asyncio.create_task(worker.run()) for worker in workers}
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        if late:
            _log.error("worker_does_not_stop")
            for task in late:
                # A second cancellation also ends a worker that is still finishing its jobs.
                task.cancel()
            await asyncio.wait(late)
