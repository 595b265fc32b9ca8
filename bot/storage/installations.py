"""Rows of whom the app is installed for, and of who does not want it."""

from datetime import datetime
from typing import LiteralString

from psycopg.rows import scalar_row

from bot.storage.database import Database

# One statement, so that whoever removes the app at this moment is not asked for again.
BEGIN: LiteralString = """
insert into installation (person_id, asked_at) values (lower(%(person)s), %(now)s)
on conflict (person_id) do update set asked_at = excluded.asked_at
where installation.declined_at is null
"""

TAKE_BACK: LiteralString = """
delete from installation where person_id = lower(%(person)s) and declined_at is null
"""

DECLINE: LiteralString = """
insert into installation (person_id, declined_at) values (lower(%(person)s), %(now)s)
on conflict (person_id) do update set asked_at = null, declined_at = excluded.declined_at
"""

ADDED: LiteralString = """
update installation set declined_at = null where person_id = lower(%(person)s)
returning coalesce(asked_at > %(latest)s, false)
"""


class Installations:
    """Implements bot.outbox.reach.InstallationStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, person_id: str, now: datetime) -> bool:
        """Note that the app is about to be installed for a person; False where they declined."""
        return await self._database.change(BEGIN, {"person": person_id, "now": now})

    async def take_back(self, person_id: str) -> None:
        """Note that it was surely not installed."""
        await self._database.change(TAKE_BACK, {"person": person_id})

    async def decline(self, person_id: str, now: datetime) -> None:
        """Note that a person does not want the app: they removed it, or blocked the bot."""
        await self._database.change(DECLINE, {"person": person_id, "now": now})

    async def added(self, person_id: str, latest: datetime) -> bool:
        """Note that a person has the app; tell whether the bot asked for that after `latest`."""
        values = {"person": person_id, "latest": latest}
        return bool(await self._database.row(ADDED, values, scalar_row))
