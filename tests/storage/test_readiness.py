"""A database is ready if it takes a write and has room for more."""

import re

import pytest
from psycopg import AsyncConnection

from bot.storage.database import Database
from bot.storage.readiness import LIMITS, SPILL, why_it_takes_no_writes
from tests.storage.processes import ask


async def test_a_database_that_takes_writes_is_ready(database: Database) -> None:
    assert await why_it_takes_no_writes(database) is None
    assert await ask(database.url, "select count(*) from sweep where name = 'readiness'") == 1
    assert await why_it_takes_no_writes(database) is None
    assert await ask(database.url, "select count(*) from sweep") == 1


async def test_a_database_without_room_is_not_ready(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Postgres raises where a file can't grow; a full disk of one's own takes root's rights.
    full = "do $$ begin raise sqlstate '53100'; end $$"
    monkeypatch.setattr("bot.storage.readiness.SPILL", full)
    assert await why_it_takes_no_writes(database) == "disk_full"


async def test_the_last_statement_needs_room_on_the_disk(database: Database) -> None:
    async with database.connection() as connection, connection.transaction():
        await connection.execute(LIMITS)
        explained = await connection.execute(f"explain (analyze, buffers) {SPILL}")
        plan = " ".join([line async for (line,) in explained])
    written = re.search(r"temp .*?written=(\d+)", plan)
    # Pages of eight kilobytes.
    assert written
    assert int(written[1]) > 60


async def test_a_database_that_takes_no_writes_is_not_ready(database: Database) -> None:
    async with database.connection() as connection:
        name = connection.info.dbname
        await connection.execute(f'alter database "{name}" set default_transaction_read_only = on')
    await _cut_connections(database)
    assert await why_it_takes_no_writes(database) == "read_only"


async def test_a_database_whose_row_is_locked_is_too_slow(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.readiness.LIMITS", "set local statement_timeout = '50ms'")
    async with await AsyncConnection.connect(database.url) as other:
        await other.execute("lock table sweep in exclusive mode")
        assert await why_it_takes_no_writes(database) == "too_slow"
    assert await why_it_takes_no_writes(database) is None


async def _cut_connections(database: Database) -> None:
    async with await AsyncConnection.connect(database.url, autocommit=True) as other:
        await other.execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
