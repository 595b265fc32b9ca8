"""When each sweep ran last."""

from datetime import datetime, timedelta
from typing import LiteralString

from psycopg.rows import scalar_row

from bot.storage.database import Database

BEGIN: LiteralString = """
insert into sweep (name, began_at) values (%(name)s, %(now)s)
on conflict (name) do update set began_at = excluded.began_at
where sweep.began_at <= %(latest)s
"""

END: LiteralString = "update sweep set ended_at = %(now)s where name = %(name)s"


class Sweeps:
    """`bot.jobs.ports.SweepLedger` in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, name: str, every: timedelta, now: datetime) -> bool:
        """Whether the sweep is due; of all who ask, one is told so."""
        values = {"name": name, "now": now, "latest": now - every}
        return await self._database.change(BEGIN, values)

    async def end(self, name: str, now: datetime) -> None:
        """Note that the sweep was done."""
        await self._database.change(END, {"name": name, "now": now})

    async def ended_at(self, name: str) -> datetime | None:
        """When the sweep was last done (UTC)."""
        query: LiteralString = "select ended_at from sweep where name = %s"
        return await self._database.row(query, (name,), scalar_row)
