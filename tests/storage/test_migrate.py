import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection
from psycopg.errors import DivisionByZero

from bot.storage.errors import SchemaError
from bot.storage.migrate import MIGRATIONS, Migration, migrate, read_migrations

FIRST = Migration(1, "0001_first", "create table first (id int); create table other (id int);")
SECOND = Migration(2, "0002_second", "alter table first add column name text default '100 %s'")


@pytest.fixture
async def connection(empty_url: str) -> AsyncIterator[AsyncConnection]:
    async with await AsyncConnection.connect(empty_url, autocommit=True) as connection:
        yield connection


async def applied(connection: AsyncConnection) -> list[int]:
    rows = await connection.execute("select number from migration order by number")
    return [number async for (number,) in rows]


async def test_migrations_are_applied_in_order_and_once(connection: AsyncConnection) -> None:
    await migrate(connection, [FIRST])
    await migrate(connection, [FIRST, SECOND])
    await migrate(connection, [FIRST, SECOND])
    await connection.execute("insert into first values (1)")
    [(name,)] = await (await connection.execute("select name from first")).fetchall()
    assert name == "100 %s"
    assert await applied(connection) == [1, 2]


async def test_concurrent_migrations_wait_for_each_other(
    connection: AsyncConnection, empty_url: str
) -> None:
    async def migrate_alone() -> None:
        async with await AsyncConnection.connect(empty_url, autocommit=True) as other:
            await migrate(other, [FIRST, SECOND])

    await asyncio.gather(*(migrate_alone() for _ in range(8)))
    assert await applied(connection) == [1, 2]


async def test_a_failed_migration_leaves_nothing_behind(connection: AsyncConnection) -> None:
    broken = Migration(2, "0002_broken", "create table half (id int); select 1 / 0;")
    with pytest.raises(DivisionByZero):
        await migrate(connection, [FIRST, broken])
    await migrate(connection, [FIRST, SECOND])
    assert await applied(connection) == [1, 2]


async def test_a_database_newer_than_the_code_is_refused(
    connection: AsyncConnection,
) -> None:
    await migrate(connection, [FIRST, SECOND])
    with pytest.raises(SchemaError, match="newer than this Photobot"):
        await migrate(connection, [FIRST])


async def test_a_migration_changed_after_it_was_applied_is_refused(
    connection: AsyncConnection,
) -> None:
    await migrate(connection, [FIRST])
    with pytest.raises(SchemaError, match=r"another 0001_first\.sql"):
        await migrate(connection, [replace(FIRST, sql="create table first ();"), SECOND])
    assert await applied(connection) == [1]


def test_migrations_are_read_in_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("0010_tenth", "0002_second"):
        (tmp_path / f"{name}.sql").write_text("select 1", "utf-8")
    assert read_migrations(tmp_path) == [
        Migration(2, "0002_second", "select 1"),
        Migration(10, "0010_tenth", "select 1"),
    ]


def test_photobots_migrations_are_numbered_without_gaps() -> None:
    numbers = [migration.number for migration in read_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_migration_of_procrastinate_is_in_one_of_ours() -> None:
    shipped = sorted(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    named = [path.read_text("utf-8").split() for path in MIGRATIONS.glob("*.procrastinate")]
    assert sorted(name for names in named for name in names) == shipped


def test_procrastinates_migrations_have_not_changed() -> None:
    [jobs] = [migration for migration in read_migrations() if migration.name == "0004_jobs"]
    assert jobs.checksum == "aa547ddb30de271d8b64f5b0063e38a265ab0f2c610d8837eedb8cd4c5095342"
