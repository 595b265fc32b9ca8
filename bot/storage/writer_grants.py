"""What the worker found that it may write."""

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
    """One row, which a worker renews for as long as it works."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def publish(self, granted: frozenset[Capability], at: datetime) -> None:
        """Note what may be written, as it was found at that moment (UTC)."""
        names = sorted(capability.value for capability in granted)
        await self._database.change(PUBLISH, {"capabilities": names, "at": at})

    async def found_since(self, moment: datetime) -> frozenset[Capability]:
        """What may be written, if that was found after a moment (UTC)."""
        return _known(await self._database.row(FOUND, (moment,), scalar_row) or ())


def _known(names: Iterable[str]) -> frozenset[Capability]:
    """A worker of another version may name some that are not known here."""
    return frozenset(capability for capability in Capability if capability.value in names)
