"""The time of promises, moved over a connection of the test's own."""

import asyncio
from datetime import timedelta
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.sql import SQL

PATIENCE_SECONDS = 45.0

PROMISES_DUE = "update promise set due_at = now() where state = 'open'"
TIMERS_DUE = """
update procrastinate_jobs set scheduled_at = now()
where task_name = 'keep_promise' and status = 'todo'
"""
MESSAGES_DUE = """
update outbox set not_before = now(), created_at = created_at - %s where state = 'queued'
"""
DRAINS_DUE = """
update procrastinate_jobs set scheduled_at = now() where task_name = 'drain' and status = 'todo'
"""
LEASES = SQL("update {} set lease_until = now() where lease_until > now()")
NOT_PUT_OFF: LiteralString = """
select %s > (select count(*) from outbox where state = 'queued' and not_before > now())
    or not exists (
        select from procrastinate_jobs
        where task_name = 'drain' and status = 'todo' and scheduled_at > now()
    )
"""
UNDER_WAY: LiteralString = """
select exists (
    select from procrastinate_jobs
    where task_name in ('keep_promise', 'drain')
        and (status = 'doing' or (status = 'todo' and coalesce(scheduled_at, now()) <= now()))
) or exists (select from promise where state = 'open' and due_at <= now())
"""


async def let_promises_fall_due(url: str) -> None:
    """As if the time had passed for which somebody was asked to wait."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute(PROMISES_DUE)
        await connection.execute(TIMERS_DUE)


async def let_messages_fall_due(url: str, *, waited: timedelta = timedelta()) -> None:
    """As if the time had passed for which a message was put off, or `waited` in all."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute(MESSAGES_DUE, (waited,))
        await connection.execute(DRAINS_DUE)


async def let_leases_run_out(url: str) -> None:
    """As if the time had passed for which a dead process may hold a message or a promise."""
    async with await AsyncConnection.connect(url) as connection:
        for table in (SQL("outbox"), SQL("promise")):
            await connection.execute(LEASES.format(table))


async def until_messages_are_put_off(url: str, count: int) -> None:
    """Return when so many are to be sent later, and a job will see to it."""
    await _until_not(url, NOT_PUT_OFF, count)


async def until_nothing_is_due(url: str) -> None:
    """Return when every promise that is due was told or withdrawn, and no job is under way."""
    await _until_not(url, UNDER_WAY)


async def until_nothing_is_promised(url: str) -> None:
    """Return when no promise is open."""
    await _until_not(url, "select exists (select from promise where state = 'open')")


async def _until_not(url: str, query: LiteralString, *values: object) -> None:
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        await AsyncConnection.connect(url, autocommit=True) as connection,
    ):
        while await _is_so(connection, query, values):  # noqa: ASYNC110 - a database sets no event
            await asyncio.sleep(0.1)


async def _is_so(
    connection: AsyncConnection, query: LiteralString, values: tuple[object, ...]
) -> bool:
    [(is_so,)] = await (await connection.execute(query, values)).fetchall()
    return bool(is_so)
