"""Runs Procrastinate's worker, which ends for good when the database is gone for too long."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog
from procrastinate import App

from bot.core.background import repeat
from bot.core.clock import Sleep
from bot.core.logs import where_it_broke
from bot.jobs.queue import DEFAULT, Queue
from bot.jobs.stalled import HEARTBEAT_SECONDS, STALLED_SECONDS

AT_ONCE = 8
# Then a job is told to stop; sending what is under way takes it some seconds more.
GRACE_SECONDS = 2.0
# A write that is cut off is not repeated by itself, so it gets the time that it mostly takes.
GRACE_FOR_WRITES_SECONDS = 20.0
STOP_SECONDS = 30.0
FIRST_PAUSE = 1.0
MAX_PAUSE = 30.0
# Running for this long resets the backoff.
SETTLED_SECONDS = 60.0
# How often a process asks whether it may write.
ASKED_EVERY_SECONDS = 30.0

_log = structlog.get_logger(__name__)


class Runs(Protocol):
    """What works until it is cancelled."""

    async def run(self) -> None:
        """Work; jobs under way are finished or given back when this is cancelled."""


@dataclass(frozen=True)
class Worker:
    """Does the jobs of one queue until it is cancelled.

    Attributes:
        polling: seconds between looks for what falls due.
        grace: seconds that jobs under way get to finish.
    """

    app: App
    sleep: Sleep
    clock: Callable[[], float]
    queue: str = DEFAULT
    polling: float = 5.0
    grace: float = GRACE_SECONDS

    async def run(self) -> None:
        """Work, and start again after a pause whenever the work has ended."""
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
            if self.queue == DEFAULT:
                # What was being sent by somebody who ended does not wait for the next sweep.
                await Queue(self.app).drain()
            await self.app.run_worker_async(
                queues=[self.queue],
                concurrency=AT_ONCE,
                fetch_job_polling_interval=self.polling,
                shutdown_graceful_timeout=self.grace,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                install_signal_handlers=False,
            )
            _log.error("worker_ended", queue=self.queue)
        except Exception as error:  # noqa: BLE001 - whatever ended it, it is started again
            _log.error("worker_ended", queue=self.queue, **where_it_broke(error))


@dataclass(frozen=True)
class WhileAllowed:
    """Lets a worker of the queue `writes` work for as long as this process may write.

    It takes no more jobs when the process loses the right, and finishes those that it has.
    """

    worker: Runs
    may_write: Callable[[], Awaitable[bool]]
    sleep: Sleep

    async def run(self) -> None:
        """Ask again and again, and work meanwhile."""
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
    """Work while the context lasts; jobs under way are finished or given back."""
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
                task.cancel()
            await asyncio.wait(late)
