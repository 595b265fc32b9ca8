"""What the rows of the watch hold, counted for administrators."""

from typing import Any, LiteralString

from psycopg import AsyncConnection

from bot.storage.database import Database
from bot.storage.watch import SECONDS, latest_run
from bot.watch.change import ChangeKind
from bot.watch.ports import AccountKind
from bot.watch.status import WatchCounts

COUNT_PEOPLE: LiteralString = "select account, count(*) as n from watched_person group by account"
COUNT_UNREAD: LiteralString = """
select count(*) as n from watched_person where etag is null and account <> 'gone'
"""
COUNT_CHANGES: LiteralString = """
select kind, count(*) as n from photo_change where state = 'open' group by kind
"""


async def count_watched(database: Database) -> WatchCounts:
    """Count people, open changes, and what the latest sweep did."""
    async with database.connection(SECONDS) as connection:
        return await counts_of(connection)


async def counts_of(connection: AsyncConnection) -> WatchCounts:
    """Count the same on a connection, which need not be allowed to write."""
    [(unread,)] = await _counted(connection, COUNT_UNREAD)
    return WatchCounts(
        await latest_run(connection),
        {AccountKind(key): number for key, number in await _counted(connection, COUNT_PEOPLE)},
        unread,
        {ChangeKind(key): number for key, number in await _counted(connection, COUNT_CHANGES)},
    )


async def _counted(connection: AsyncConnection, query: LiteralString) -> list[tuple[Any, ...]]:
    return await (await connection.execute(query)).fetchall()
