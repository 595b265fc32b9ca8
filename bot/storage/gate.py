"""The slots of the tenant's rate in Postgres: one row for all, by the database's clock."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import LiteralString

import psycopg
from psycopg import AsyncConnection

from bot.outbox.ports import BudgetUnreachable, Full, Reserved
from bot.storage.database import Database

# `clock_timestamp()`, not `now()`: a statement that waited for the row's lock must see the time
# after the wait.
RESERVE: LiteralString = """
update gate set next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => %(gap)s)
"""
SOON_AND_OPEN: LiteralString = """
where next_at <= clock_timestamp() + make_interval(secs => %(within)s)
    and closed_until <= clock_timestamp()
"""
RESERVED: LiteralString = """
returning extract(epoch from next_at - make_interval(secs => %(gap)s))::float8,
    extract(epoch from clock_timestamp())::float8
"""

UNTIL_FREE: LiteralString = """
select extract(epoch from
    greatest(next_at - make_interval(secs => %(within)s), closed_until) - clock_timestamp()
)::float8 from gate
"""

CLOSE: LiteralString = """
update gate set
    closed_until = greatest(closed_until, clock_timestamp() + make_interval(secs => %(seconds)s))
"""


class Slots:
    """Implements bot.outbox.ports.SlotStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, gap: float) -> Reserved:
        """Reserve the next slot, `gap` seconds or more after the one before."""
        async with self._connection() as connection:
            return Reserved(*await _only_row(connection, RESERVE + RESERVED, {"gap": gap}))

    async def reserve_within(self, gap: float, seconds: float) -> Reserved | Full:
        """Reserve the next slot if it is at most `seconds` away and the gate is open."""
        values = {"gap": gap, "within": seconds}
        async with self._connection() as connection:
            query = RESERVE + SOON_AND_OPEN + RESERVED
            row = await (await connection.execute(query, values)).fetchone()
            if row is not None:
                return Reserved(*row)
            return Full(*await _only_row(connection, UNTIL_FREE, values))

    async def close(self, seconds: float) -> None:
        """Close the gate: answer `reserve_within` with Full for so many seconds."""
        async with self._connection() as connection:
            await connection.execute(CLOSE, {"seconds": seconds})

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.connection() as connection:
                yield connection
        except psycopg.Error as error:
            raise BudgetUnreachable from error


async def _only_row(
    connection: AsyncConnection, query: LiteralString, values: Mapping[str, object]
) -> tuple[float, ...]:
    [row] = await (await connection.execute(query, values)).fetchall()
    return row
