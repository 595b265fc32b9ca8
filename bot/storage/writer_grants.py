"""The published capabilities of the worker that may write, in Postgres."""

from collections.abc import Iterable
from datetime import datetime
from typing import LiteralString

from psycopg.rows import scalar_row

from bot.photos.capabilities import Capability
from bot.storage.database import Database

PUBLISH: LiteralString = """
insert into writer_grant (capabilities, found_at) values (%(capabilities)s, %(at)s)
on conflict (only_one) do update
set capabilities = excluded.capabilities, found_at = excluded.found_at
"""

FOUND: LiteralString = "select capabilities from writer_grant where found_at > %s"


class WriterGrants:
    """Implements bot.use_cases.writer.Grants in Postgres: one row, which a live worker renews."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def publish(self, granted: frozenset[Capability], at: datetime) -> None:
        """Store what the worker may write, with the moment when it was found out (UTC)."""
        names = sorted(capability.value for capability in granted)
        await self._database.change(PUBLISH, {"capabilities": names, "at": at})

    async def found_since(self, moment: datetime) -> frozenset[Capability]:
        """Return what the worker may write; nothing if that was published before a moment (UTC)."""
        return _known(await self._database.row(FOUND, (moment,), scalar_row) or ())


def _known(names: Iterable[str]) -> frozenset[Capability]:
    """Parse names of capabilities; those of another version that are unknown here are left out."""
    return frozenset(capability for capability in Capability if capability.value in names)
