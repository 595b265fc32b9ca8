"""Runs Procrastinate's worker, which ends for good when the database is gone for too long."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from procrastinate import App

from bot.core.clock import Sleep
from bot.core.logs import where_it_broke
from bot.jobs.queue import Queue
from bot.jobs.stalled import HEARTBEAT_SECONDS, STALLED_SECONDS

AT_ONCE = 8
# Then a job is told to stop; sending what is under way takes it some seconds more.
GRACE_SECONDS = 2.0
STOP_SECONDS = 30.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# Who worked for so long had a good start.
SETTLED_SECONDS = 60.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Worker:
    """Does jobs until it is cancelled; `polling` are seconds between looks for what falls due."""

    app: App
    sleep: Sleep
    clock: Callable[[], float]
    polling: float = 5.0

    async def run(self) -> None:
        """Work, and start again after a pause whenever the work has ended."""
        pause = FIRST_PAUSE
        while True:
            began = self.clock()
            await self._work()
            if self.clock() - began >= SETTLED_SECONDS:
                pause = FIRST_PAUSE
            await self.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _work(self) -> None:
        try:
            # What was being sent by somebody who ended does not wait for the next sweep.
            await Queue(self.app).drain()
            await self.app.run_worker_async(
                concurrency=AT_ONCE,
                fetch_job_polling_interval=self.polling,
                shutdown_graceful_timeout=GRACE_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                install_signal_handlers=False,
            )
            _log.error("worker_ended")
        except Exception as error:  # noqa: BLE001 - whatever ended it, it is started again
            _log.error("worker_ended", **where_it_broke(error))


@asynccontextmanager
async def working(worker: Worker) -> AsyncIterator[None]:
    """Work while the context lasts; jobs under way are finished or given back."""
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        task.cancel()
        _, late = await asyncio.wait({task}, timeout=STOP_SECONDS)
        if late:
            _log.error("worker_does_not_stop")
            task.cancel()
            await asyncio.wait(late)
