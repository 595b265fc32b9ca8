"""Read the members of the policy's groups, once a sweep; without them nobody is written to."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from bot.core.clock import Now
from bot.core.failures import ServiceFailure

RETRIED_AFTER = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


class PolicyGroups(Protocol):
    """The groups of the directory."""

    def members(self, group: str) -> AsyncIterator[Collection[str]]:
        """Yield the people of a group and of the groups in it; raises ServiceFailure."""


class GroupStore(Protocol):
    """The members of the policy's groups."""

    async def is_due(self, groups: str, latest: datetime, retry: datetime) -> bool:
        """Tell whether to read: other groups, or a reading of before `latest`.

        After one that failed, only where that was before `retry`.
        """

    async def add(self, reading: UUID, kind: str, subjects: Collection[str]) -> None:
        """Add members to a reading that goes on."""

    async def finish(self, reading: UUID, groups: str, now: datetime) -> None:
        """Let a reading take the place of the one before."""

    async def fail(self, now: datetime) -> None:
        """Note that a reading failed, and drop it; nobody is written to until one succeeds."""


@dataclass(frozen=True)
class GroupReading:
    """The reading of the policy's groups.

    Attributes:
        groups: object ids, by kind: `pilot` and `excluded`.
        text: the same as rows remember it; empty where there are none.
        every: time from one reading to the next.
    """

    directory: PolicyGroups
    rows: GroupStore
    groups: Mapping[str, Sequence[str]]
    text: str
    every: timedelta
    now: Now
    new_id: Callable[[], UUID]

    async def if_due(self) -> None:
        """Read all groups where the last reading is old, failed, or was of other groups."""
        now = self.now()
        if self.text and await self.rows.is_due(self.text, now - self.every, now - RETRIED_AFTER):
            await self._read(self.new_id())

    async def _read(self, reading: UUID) -> None:
        try:
            for kind, groups in self.groups.items():
                for group in groups:
                    async for subjects in self.directory.members(group):
                        await self.rows.add(reading, kind, subjects)
        except ServiceFailure as failure:
            _log.warning("groups_not_read", why=str(failure))
            await self.rows.fail(self.now())
        else:
            await self.rows.finish(reading, self.text, self.now())
