"""The slots of a rate of the tenant in Postgres: one row for all, by the database's clock."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import LiteralString

import psycopg
from psycopg import AsyncConnection
from psycopg.sql import SQL, Composed, Identifier

from bot.outbox.ports import BudgetUnreachable, Full, Reserved
from bot.storage.database import Database

# `clock_timestamp()`, not `now()`: a statement that waited for the row's lock must see the time
# after the wait. The setting is for this statement alone: whoever waits for a slot does not also
# wait for the disk. A database that crashes forgets the slots of its last half second, which are
# past by the time that it is back.
RESERVE: LiteralString = """
with this_once as materialized (select set_config('synchronous_commit', 'off', true))
update {gate} set next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => %(taken)s)
from this_once
"""
SOON_AND_OPEN: LiteralString = """
where next_at <= clock_timestamp() + make_interval(secs => %(within)s)
    and closed_until <= clock_timestamp()
"""
RESERVED: LiteralString = """
returning extract(epoch from next_at - make_interval(secs => %(taken)s))::float8,
    extract(epoch from clock_timestamp())::float8
"""

UNTIL_FREE: LiteralString = """
select extract(epoch from
    greatest(next_at - make_interval(secs => %(within)s), closed_until) - clock_timestamp()
)::float8 from {gate}
"""

CLOSE: LiteralString = """
update {gate} set
    closed_until = greatest(closed_until, clock_timestamp() + make_interval(secs => %(seconds)s))
"""


class Slots:
    """Implements bot.outbox.ports.SlotStore in Postgres; each rate has a table of one row."""

    def __init__(self, database: Database, table: str = "gate") -> None:
        self._database = database
        gate = Identifier(table)
        self._reserve = SQL(RESERVE + RESERVED).format(gate=gate)
        self._reserve_within = SQL(RESERVE + SOON_AND_OPEN + RESERVED).format(gate=gate)
        self._until_free = SQL(UNTIL_FREE).format(gate=gate)
        self._close = SQL(CLOSE).format(gate=gate)

    async def reserve(self, gap: float, count: int = 1) -> Reserved:
        """Reserve the next slots, `gap` seconds apart, and return the first of them."""
        values = {"taken": gap * count}
        async with self._connection() as connection:
            return Reserved(*await _only_row(connection, self._reserve, values))

    async def reserve_within(self, gap: float, seconds: float) -> Reserved | Full:
        """Reserve the next slot if it is at most `seconds` away and the gate is open."""
        values = {"taken": gap, "within": seconds}
        async with self._connection() as connection:
            row = await (await connection.execute(self._reserve_within, values)).fetchone()
            if row is not None:
                return Reserved(*row)
            return Full(*await _only_row(connection, self._until_free, values))

    async def close(self, seconds: float) -> None:
        """Close the gate: answer `reserve_within` with Full for so many seconds."""
        async with self._connection() as connection:
            await connection.execute(self._close, {"seconds": seconds})

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.connection() as connection:
                yield connection
        except psycopg.Error as error:
            raise BudgetUnreachable from error


async def _only_row(
    connection: AsyncConnection, query: Composed, values: Mapping[str, object]
) -> tuple[float, ...]:
    [row] = await (await connection.execute(query, values)).fetchall()
    return row
