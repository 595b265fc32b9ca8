"""The time of promises, moved over a connection of the test's own."""

from datetime import timedelta
from typing import LiteralString

from psycopg import AsyncConnection

from tests.waiting import until_true

PROMISES_DUE = """
update outbox set due_at = now(), not_before = now() where kind = 'recheck' and state = 'queued'
"""
MESSAGES_DUE = """
update outbox set not_before = now(), due_at = due_at - %s where state = 'queued'
"""
LEASES = "update outbox set lease_until = now() where lease_until > now()"
PUT_OFF: LiteralString = """
select %s <= (select count(*) from outbox where state = 'queued' and not_before > now())
"""
NOTHING_DUE: LiteralString = """
select not exists (
    select from outbox where state in ('queued', 'sending') and not_before <= now()
)
"""
NOTHING_PROMISED: LiteralString = """
select not exists (select from outbox where kind = 'recheck' and state in ('queued', 'sending'))
"""


async def let_promises_fall_due(url: str) -> None:
    """As if the time had passed for which somebody was asked to wait."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute(PROMISES_DUE)


async def let_messages_fall_due(url: str, *, waited: timedelta = timedelta()) -> None:
    """As if the time had passed for which a message was put off, or `waited` in all."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute(MESSAGES_DUE, (waited,))


async def let_leases_run_out(url: str) -> None:
    """As if the time had passed for which a dead process may hold a message."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute(LEASES)


async def until_messages_are_put_off(url: str, count: int) -> None:
    """Return when so many are to be sent later."""
    await until_true(url, PUT_OFF, count)


async def until_nothing_is_due(url: str) -> None:
    """Return when every message that is due was sent or withdrawn."""
    await until_true(url, NOTHING_DUE)


async def until_nothing_is_promised(url: str) -> None:
    """Return when no recheck is to be told any more."""
    await until_true(url, NOTHING_PROMISED)
