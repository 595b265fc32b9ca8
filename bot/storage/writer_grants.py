"""What the worker found that it may write."""

from collections.abc import Iterable
from datetime import datetime
from typing import LiteralString

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
        async with self._database.connection() as connection:
            await connection.execute(PUBLISH, {"capabilities": names, "at": at})

    async def found_since(self, moment: datetime) -> frozenset[Capability]:
        """What may be written, if that was found after a moment (UTC)."""
        async with self._database.connection() as connection:
            row = await (await connection.execute(FOUND, (moment,))).fetchone()
        return _known(row[0]) if row else frozenset()


def _known(names: Iterable[str]) -> frozenset[Capability]:
    """A worker of another version may name some that are not known here."""
    return frozenset(capability for capability in Capability if capability.value in names)
