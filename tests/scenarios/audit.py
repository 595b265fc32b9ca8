"""The bot's own rows, read and held over a connection of the test's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from psycopg import AsyncConnection, OperationalError

from tests.waiting import until_true

WRITES = """
select target, outcome from effect left join effect_result on effect_id = id
where subject = %s and action = 'write' order by effect.at
"""
SOMEBODY_WAITS = "select exists (select from pg_locks where not granted)"


async def writes(url: str, person: str) -> list[tuple[str, str | None]]:
    """What was written for somebody, and how each write ended where that is known."""
    async with await AsyncConnection.connect(url) as connection:
        return await (await connection.execute(WRITES, (person,))).fetchall()


async def let_leases_run_out(url: str) -> None:
    """As if the time had passed for which a dead process may hold a card or a subject."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute("update card set lease_until = now() where lease_until > now()")
        await connection.execute("update subject_lease set until = now() where until > now()")


@asynccontextmanager
async def no_row_can_be_written(url: str) -> AsyncIterator[None]:
    """Hold every change of a card's row; the database may end meanwhile."""
    locking = await AsyncConnection.connect(url)
    try:
        await locking.execute("lock table card in exclusive mode")
        yield
    finally:
        with suppress(OperationalError):
            await locking.close()


async def until_somebody_waits(url: str) -> None:
    """Return when a change waits for its turn."""
    await until_true(url, SOMEBODY_WAITS)
