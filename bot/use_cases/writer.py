"""Two applications: one that reads, and another that may write, here or in the worker."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.core.clock import Now
from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability
from bot.use_cases.ports import Capabilities

# A worker says what it may do every half minute, or it is taken to be gone.
PUBLISHED_EVERY_SECONDS = 30.0
GONE_AFTER = timedelta(minutes=2)

HAVE_REPAIRED = frozenset({Capability.HAVE_SHAREPOINT_REPAIRED})
WRITES = REPAIR_SHAREPOINT | {Capability.WRITE_MICROSOFT_365_PHOTO}


class Grants(Protocol):
    """What a worker found that it may write, for the processes that may not."""

    async def publish(self, granted: frozenset[Capability], at: datetime) -> None:
        """Note what may be written, as it was found at that moment (UTC)."""

    async def found_since(self, moment: datetime) -> frozenset[Capability]:
        """What may be written, if that was found after a moment (UTC)."""


class Writes(Protocol):
    """The queue of a worker that may write what this process may not."""

    async def may_sync(self) -> bool:
        """Whether such a worker lives, and may sync."""

    async def sync(self, card_id: UUID) -> None:
        """Have it sync what a card offered."""


@dataclass(frozen=True)
class ReaderAndWriter:
    """Implements bot.use_cases.ports.Capabilities for both applications together."""

    reader: Capabilities
    writer: Capabilities

    async def granted(self) -> frozenset[Capability]:
        """What the one may do, and what the other may write."""
        reader, writer = await asyncio.gather(self.reader.granted(), self.writer.granted())
        return reader | (writer & (WRITES | HAVE_REPAIRED))


@dataclass(frozen=True)
class WriterElsewhere:
    """The capabilities of a worker that may write what `reader` may not.

    It is asked for repairs alone: what else is written takes a picture, and none is ever stored.
    """

    reader: Capabilities
    grants: Grants
    now: Now

    async def granted(self) -> frozenset[Capability]:
        """Having it repaired, where a worker was there lately and none is needed otherwise."""
        if await self.reader.granted() >= REPAIR_SHAREPOINT:
            return frozenset()
        found = await self.grants.found_since(self.now() - GONE_AFTER)
        return HAVE_REPAIRED if found >= REPAIR_SHAREPOINT else frozenset()


@dataclass(frozen=True)
class Publish:
    """Tells the other processes what a worker may write."""

    worker: Capabilities
    grants: Grants
    now: Now

    async def __call__(self) -> None:
        """Note it once; a worker that may write nothing keeps quiet."""
        if writes := await self.worker.granted() & WRITES:
            await self.grants.publish(writes, self.now())
