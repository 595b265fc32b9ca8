"""The job queue: Procrastinate on our Postgres. A job is a batch or a timer, never one message.

Arguments are ids of rows only, because Procrastinate logs them. Nothing that is scheduled for later
has a `lock`, because that would also hold up jobs that are due earlier.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from bot.photos.capabilities import Capability
from bot.use_cases.ports import Capabilities

SYNC = "sync"
DRAIN = "drain"
SWEEP = "sweep"

# Only workers that may write to SharePoint take jobs from `writes`.
DEFAULT = "default"
WRITES = "writes"

CONNECTIONS = 4
CONNECT_SECONDS = 5


@asynccontextmanager
async def open_queue(url: str) -> AsyncIterator[App]:
    """Open the queue on connections of its own, so that no turn waits for those of jobs."""
    connector = PsycopgConnector(
        conninfo=url,
        min_size=1,
        max_size=CONNECTIONS,
        timeout=CONNECT_SECONDS,
        kwargs={"connect_timeout": CONNECT_SECONDS},
    )
    async with App(connector=connector).open_async() as app:
        yield app


@dataclass(frozen=True)
class Queue:
    """The jobs that Photobot enqueues."""

    app: App

    async def sync(self, card_id: UUID) -> None:
        """Enqueue the sync that a card offered, for a worker that may write."""
        task = self.app.configure_task(SYNC, queue=WRITES)
        await task.defer_async(card_id=str(card_id))

    async def drain(self, at: datetime | None = None) -> None:
        """Enqueue the draining of the outbox, now or at a moment; once for each moment."""
        # A lock that holds among queued jobs only, so a job that already runs is no obstacle.
        name = DRAIN if at is None else f"{DRAIN} {at:%Y-%m-%dT%H:%M:%S%z}"
        task = self.app.configure_task(DRAIN, schedule_at=at, queueing_lock=name)
        with suppress(AlreadyEnqueued):
            await task.defer_async()


@dataclass(frozen=True)
class WritesQueue:
    """Implements bot.use_cases.writer.Writes; `worker` tells what a worker has published."""

    queue: Queue
    worker: Capabilities

    async def may_sync(self) -> bool:
        """Tell whether a worker that may sync has been heard of lately."""
        return Capability.HAVE_SHAREPOINT_REPAIRED in await self.worker.granted()

    async def sync(self, card_id: UUID) -> None:
        """Enqueue the sync that this card offered."""
        await self.queue.sync(card_id)
