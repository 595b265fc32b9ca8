"""Periodic sweeps: when each ran last, and the deletion of rows past their retention date."""

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

# Results go with their effects by `on delete cascade`. A message that is still to be sent is kept,
# whatever its date.
EXPIRED: tuple[LiteralString, ...] = (
    "delete from card where expires_at <= %s",
    "delete from effect where expires_at <= %s",
    "delete from outbox where expires_at <= %s and state not in ('queued', 'sending')",
    "delete from sign_in where expires_at <= %s",
)


class Sweeps:
    """Implements bot.jobs.sweeps.SweepLedger in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, name: str, every: timedelta, now: datetime) -> bool:
        """Claim a sweep that is due; True for one of all processes that ask at a time."""
        values = {"name": name, "now": now, "latest": now - every}
        return await self._database.change(BEGIN, values)

    async def end(self, name: str, now: datetime) -> None:
        """Note when a sweep was done (UTC)."""
        await self._database.change(END, {"name": name, "now": now})

    async def ended_at(self, name: str) -> datetime | None:
        """Return when the sweep last ended (UTC), None where it never did."""
        query: LiteralString = "select ended_at from sweep where name = %s"
        return await self._database.row(query, (name,), scalar_row)


async def delete_expired(database: Database, now: datetime) -> int:
    """Delete the rows past their retention date, an effect's result with it; return how many."""
    async with database.connection() as connection, connection.transaction():
        return sum([(await connection.execute(query, (now,))).rowcount for query in EXPIRED])
