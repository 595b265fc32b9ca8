"""The job queue: Procrastinate on our Postgres. A job is a batch or a timer, never one message.

Arguments are ids of rows only, because they are logged. Nothing that is scheduled for later has a
`lock`, because that would also hold up what is due before it.
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

# From `writes` only those take who may write to SharePoint.
DEFAULT = "default"
WRITES = "writes"

CONNECTIONS = 4
CONNECT_SECONDS = 5


@asynccontextmanager
async def open_queue(url: str) -> AsyncIterator[App]:
    """Open the queue on connections of its own, so that no turn ever waits for a job's."""
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
    """Asks for jobs."""

    app: App

    async def sync(self, card_id: UUID) -> None:
        """Have a worker that may write sync what a card offered."""
        task = self.app.configure_task(SYNC, queue=WRITES)
        await task.defer_async(card_id=str(card_id))

    async def drain(self, at: datetime | None = None) -> None:
        """Send what is in the outbox, now or at that moment; asked twice before that, once."""
        name = DRAIN if at is None else f"{DRAIN} {at:%Y-%m-%dT%H:%M:%S%z}"
        task = self.app.configure_task(DRAIN, schedule_at=at, queueing_lock=name)
        with suppress(AlreadyEnqueued):
            await task.defer_async()


@dataclass(frozen=True)
class WritesQueue:
    """bot.use_cases.writer.Writes: asks a worker that may write, while one lives.

    `worker` tells what it may.
    """

    queue: Queue
    worker: Capabilities

    async def may_sync(self) -> bool:
        """Tell whether such a worker lives, and may sync."""
        return Capability.HAVE_SHAREPOINT_REPAIRED in await self.worker.granted()

    async def sync(self, card_id: UUID) -> None:
        """Have it sync what a card offered."""
        await self.queue.sync(card_id)
