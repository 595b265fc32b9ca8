"""Handlers that record their calls, and rows in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from bot.jobs.queue import DEFAULT, SWEEP, WRITES
from bot.jobs.tasks import EVERY_MINUTE, Tasks
from bot.jobs.worker import Worker, working

PATIENCE_SECONDS = 20.0


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Recording:
    """Counts what was done; `door` lets handlers through one by one where it is closed."""

    sweeps: int = 0
    syncs: list[UUID] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    door: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def sync(self, card_id: UUID) -> None:
        self.begun.set()
        await self.door.wait()
        self.syncs.append(card_id)
        await self._tell()

    async def sweep(self) -> None:
        self.sweeps += 1
        await self._tell()
        if self.failures:
            raise self.failures.pop()

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.changed:
            await self.changed.wait_for(done)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()


@asynccontextmanager
async def at_work(
    app: App, recording: Recording, *, tick: str = EVERY_MINUTE
) -> AsyncIterator[None]:
    """A worker that may write, and looks for what falls due every twentieth of a second."""
    register(app, recording, tick=tick)
    async with working(worker_of(app), worker_of(app, WRITES)):
        yield


def register(app: App, recording: Recording, *, tick: str = EVERY_MINUTE) -> None:
    """Let the recording do the jobs."""
    tasks = Tasks(sync=recording.sync, sweep=recording.sweep, now=now)
    tasks.register(app, tick=tick)


def worker_of(app: App, queue: str = DEFAULT) -> Worker:
    """A worker of one queue, which looks every twentieth of a second."""
    return Worker(app, asyncio.sleep, asyncio.get_running_loop().time, queue, polling=0.05)


async def enqueue_sweep(app: App) -> None:
    """Have a sweep done next; one that the clock enqueued this very moment is as good."""
    with suppress(AlreadyEnqueued):
        await app.configure_task(SWEEP).defer_async(timestamp=0)


async def statuses(app: App) -> list[tuple[str, str | None]]:
    return [(job.task_name, job.status) for job in await app.job_manager.list_jobs_async()]


async def taken_by_the_dead(app: App, *, silent_for: timedelta = timedelta(hours=1)) -> Job:
    """The next job, taken by a worker that was last heard of so long ago."""
    worker_id = await app.job_manager.register_worker()
    job = await app.job_manager.fetch_job(queues=None, worker_id=worker_id)
    assert job is not None
    await app.connector.execute_query_async(
        "update procrastinate_workers set last_heartbeat = %(then)s where id = %(id)s",
        then=now() - silent_for,
        id=worker_id,
    )
    return job
