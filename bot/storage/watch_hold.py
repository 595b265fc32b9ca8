"""The one row that says whether everything is held: by an administrator, or by too many changes."""

from datetime import datetime, timedelta
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row

from bot.nudges.ports import Hold
from bot.storage.database import Database

DAY = timedelta(days=1)
# Below so many people one in a hundred is no sign of anything: in a company of fifty each is two.
FEW = 10

GET: LiteralString = "select paused_at, held_at, held_because as because from watch_hold"
# Counts no further than it has to, as this is asked again and again.
CHANGED: LiteralString = """
select count(*) from (
    select distinct photo_change.subject from photo_change, watch_hold
    where noticed_at > greatest(%(since)s, released_at)
    limit %(most)s
) as changed
"""
WATCHED: LiteralString = "select count(*) from watched_person where account = 'member'"
HOLD: LiteralString = """
update watch_hold set held_at = %(now)s, held_because = %(because)s where held_at is null
"""
PAUSE: LiteralString = "update watch_hold set paused_at = coalesce(paused_at, %s)"
RESUME: LiteralString = "update watch_hold set paused_at = null"
RELEASE: LiteralString = """
update watch_hold set held_at = null, held_because = null, released_at = %s
"""


class WatchHold:
    """Implements bot.nudges.ports.HoldStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self) -> Hold:
        """Return the hold."""
        async with self._database.connection() as connection:
            return await hold_of(connection)

    async def note_changes(self, limit: int, now: datetime) -> Hold:
        """Hold everything where more people's photos changed within a day than may; return it."""
        hold = await self.get()
        if hold.held_at is None and (because := await self._why(limit, now)):
            await self._database.change(HOLD, {"now": now, "because": because})
            return await self.get()
        return hold

    async def pause(self, now: datetime) -> None:
        """Hold everything until it is resumed."""
        await self._database.change(PAUSE, (now,))

    async def resume(self) -> None:
        """End a pause."""
        await self._database.change(RESUME, ())

    async def release(self, now: datetime) -> None:
        """End a hold; changes from now on are counted anew."""
        await self._database.change(RELEASE, (now,))

    async def _why(self, limit: int, now: datetime) -> str | None:
        values = {"since": now - DAY, "most": limit + 1}
        changed = await self._database.row(CHANGED, values, scalar_row) or 0
        if changed > limit:
            return f"the photos of more than {limit} people changed within a day"
        if changed <= FEW:
            return None
        watched = await self._database.row(WATCHED, (), scalar_row) or 0
        if changed * 100 > watched:
            return f"the photos of {changed} of {watched} people changed within a day"
        return None


async def hold_of(connection: AsyncConnection) -> Hold:
    """Return the hold, on a connection that need not be allowed to write."""
    cursor = await connection.cursor(row_factory=class_row(Hold)).execute(GET)
    return await cursor.fetchone() or Hold()
