import asyncio
from pathlib import Path

import pytest
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict

from bot.storage.database import Database, open_database
from bot.storage.errors import DatabaseUnreachableError
from tests.postgres import command

NOWHERE = Path("/nonexistent")


async def test_an_opened_database_has_the_tables(database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.execute(
            "select table_name from information_schema.tables where table_schema = 'public'"
        )
        names = {name async for (name,) in rows}
    assert {"conversation", "card", "effect", "effect_result", "migration"} <= names


async def test_databases_opened_at_the_same_time_are_migrated_once(empty_url: str) -> None:
    async def open_once() -> bool:
        async with open_database(empty_url, NOWHERE) as database:
            return await database.is_healthy()

    assert all(await asyncio.gather(*(open_once() for _ in range(4))))


async def test_without_an_address_the_database_is_in_the_folder(used_folder: Path) -> None:
    async with open_database(None, used_folder) as database:
        assert await database.is_healthy()


async def test_a_dropped_database_is_not_healthy(database: Database, postgres: str) -> None:
    async with database.connection() as connection:
        name = connection.info.dbname
    await command(postgres, "drop database {} with (force)", name)
    assert not await database.is_healthy()
    await command(postgres, "create database {}", name)


async def test_statements_succeed_after_the_server_cut_the_connections(
    database: Database, database_url: str
) -> None:
    async with await AsyncConnection.connect(database_url, autocommit=True) as other:
        await other.execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    async with database.connection() as connection:
        await connection.execute("select 1")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://photobot:s3cret@127.0.0.1:1/photobot",
        "host=127.0.0.1 port=1 user=photobot password=s3cret",
        "postgresql://photobot:s3cret@[::1]:1/photobot?sslmode=disable",
        "postgresql://photobot:p@s3cret@127.0.0.1:1/photobot",
        "postgresql://photobot:p/s3cret@127.0.0.1:1/photobot",
        "postgresql://photobot:100%s3cret@127.0.0.1:1/photobot",
        "postgresql://photobot:p@/s3cret@127.0.0.1:1/photobot",
        "postgresql://photobot:5432/s3cret@127.0.0.1/photobot",
        "postgresql://photobot:5432/s3cret@127.0.0.1:1/photobot",
        "postgresql://photobot:p#s3cret@127.0.0.1:1/photobot",
        "postgresql://127.0.0.1:s3cret/photobot",
        "mysql://photobot:s3cret@127.0.0.1:1/photobot",
        "s3cret",
        "host=127.0.0.1 password=p s3cret",
    ],
)
async def test_an_error_names_the_setting_and_never_the_password(address: str) -> None:
    with pytest.raises(DatabaseUnreachableError, match="DATABASE_URL") as error:
        async with open_database(address, NOWHERE):
            pass
    assert "s3cret" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__ or error.value.__context__ is None


async def test_a_refused_login_is_reported_without_its_password(database_url: str) -> None:
    host = conninfo_to_dict(database_url)["host"]
    with pytest.raises(DatabaseUnreachableError, match="stranger"):
        async with open_database(f"host={host} user=stranger password=s3cret", NOWHERE):
            pass
