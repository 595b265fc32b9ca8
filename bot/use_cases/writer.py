"""A registration of its own for writing, used by this process or by a worker elsewhere.

So the bot that faces people need not hold the power to write (docs/decisions/0005).
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.core.clock import Now
from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from bot.use_cases.ports import Capabilities

# A worker publishes every half minute; after two minutes of silence it counts as gone.
PUBLISHED_EVERY_SECONDS = 30.0
GONE_AFTER = timedelta(minutes=2)

HAVE_SYNCED = frozenset({Capability.HAVE_SHAREPOINT_REPAIRED})
WRITES = SYNC_SHAREPOINT | {Capability.WRITE_MICROSOFT_365_PHOTO}


class Grants(Protocol):
    """The published capabilities of a worker, for processes that may not write themselves."""

    async def publish(self, granted: frozenset[Capability], at: datetime) -> None:
        """Store what the worker may write, with the moment when it was found out (UTC)."""

    async def found_since(self, moment: datetime) -> frozenset[Capability]:
        """Return what the worker may write; nothing if that was published before a moment (UTC)."""


class Writes(Protocol):
    """The queue of a worker that may write what this process may not."""

    async def may_sync(self) -> bool:
        """Tell whether a worker that may sync has been heard of lately."""

    async def sync(self, card_id: UUID) -> None:
        """Ask the worker for the sync that this card offered."""


@dataclass(frozen=True)
class ReaderAndWriter:
    """Implements bot.use_cases.ports.Capabilities for two registrations in one process."""

    reader: Capabilities
    writer: Capabilities

    async def granted(self) -> frozenset[Capability]:
        """Return what the reader may do, and what the writer may write."""
        reader, writer = await asyncio.gather(self.reader.granted(), self.writer.granted())
        return reader | (writer & (WRITES | HAVE_SYNCED))


@dataclass(frozen=True)
class WriterElsewhere:
    """Implements bot.use_cases.ports.Capabilities for a worker that may write in our place.

    Only a sync is handed over: replace and undo take a picture, which would have to be stored for
    the worker (docs/decisions/0010).
    """

    reader: Capabilities
    grants: Grants
    now: Now

    async def granted(self) -> frozenset[Capability]:
        """Return the one capability to have a sync done, if a worker may and this process can't."""
        if await self.reader.granted() >= SYNC_SHAREPOINT:
            return frozenset()
        found = await self.grants.found_since(self.now() - GONE_AFTER)
        return HAVE_SYNCED if found >= SYNC_SHAREPOINT else frozenset()


@dataclass(frozen=True)
class Publish:
    """Publishes to the other processes what a worker may write."""

    worker: Capabilities
    grants: Grants
    now: Now

    async def __call__(self) -> None:
        """Publish once; a worker that may write nothing must not overwrite one that may."""
        if writes := await self.worker.granted() & WRITES:
            await self.grants.publish(writes, self.now())
