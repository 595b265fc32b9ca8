"""The job queue: Procrastinate on our Postgres. A job is a batch or a timer, never one message.

Arguments are ids of rows only, because Procrastinate logs them. Nothing that is scheduled for later
has a `lock`, because that would also hold up jobs that are due earlier.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
from procrastinate import App, PsycopgConnector

from bot.core.failures import StartRefused
from bot.photos.capabilities import Capability
from bot.use_cases.ports import Capabilities

SYNC = "sync"
SWEEP = "sweep"

# Only workers that may write to SharePoint take jobs from `writes`.
DEFAULT = "default"
WRITES = "writes"

CONNECTIONS = 4
CONNECT_SECONDS = 4
OPEN_SECONDS = 10.0
# A person may wait for the answer.
DEFER_SECONDS = 4.0


@asynccontextmanager
async def open_queue(url: str) -> AsyncIterator[App]:
    """Open the queue on connections of its own, so that no turn waits for those of jobs.

    Raises StartRefused where the database gives none in time.
    """
    connector = PsycopgConnector(
        conninfo=url,
        min_size=1,
        max_size=CONNECTIONS,
        timeout=CONNECT_SECONDS,
        kwargs={"connect_timeout": CONNECT_SECONDS},
    )
    app = App(connector=connector)
    try:
        try:
            # The pool itself would wait for half a minute.
            async with asyncio.timeout(OPEN_SECONDS):
                await app.open_async()
        except (psycopg.Error, TimeoutError) as error:
            raise StartRefused(
                f"the database has no connection for jobs ({type(error).__name__}): see that it "
                f"runs, and that it takes {CONNECTIONS} more."
            ) from None
        yield app
    finally:
        await app.close_async()


@dataclass(frozen=True)
class Queue:
    """The jobs that Photobot enqueues; raises TimeoutError where the database does not answer."""

    app: App

    async def sync(self, card_id: UUID) -> None:
        """Enqueue the sync that a card offered, for a worker that may write."""
        task = self.app.configure_task(SYNC, queue=WRITES)
        async with asyncio.timeout(DEFER_SECONDS):
            await task.defer_async(card_id=str(card_id))


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
