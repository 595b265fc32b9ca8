import asyncio
import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.storage.database import MAX_CONNECTIONS, Database, open_database
from bot.storage.errors import DatabaseError, DatabaseUnreachableError
from bot.storage.readiness import why_it_takes_no_writes
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
            return await why_it_takes_no_writes(database) is None

    assert all(await asyncio.gather(*(open_once() for _ in range(4))))


async def test_without_an_address_the_database_is_in_the_folder(used_folder: Path) -> None:
    async with open_database(None, used_folder) as database:
        assert await why_it_takes_no_writes(database) is None


async def test_a_database_that_is_not_to_be_created_has_to_be_there(
    empty_url: str, used_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "photobot" / "postgres"
    with pytest.raises(DatabaseError, match=f"no database in {folder}.* DATABASE_URL"):
        async with open_database(None, folder, create=False):
            pass
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DatabaseError, match=r"none of Photobot's tables.* DATABASE_URL"):
        async with open_database(empty_url, NOWHERE, create=False):
            pass
    async with await AsyncConnection.connect(empty_url) as connection:
        tables = await connection.execute("select relname from pg_stat_user_tables")
        assert await tables.fetchall() == []


async def test_a_database_that_is_there_is_opened_without_creating_one(
    database_url: str, used_folder: Path
) -> None:
    for url in (None, database_url):
        async with open_database(url, used_folder, create=url is None):
            pass
        async with open_database(url, used_folder, create=False) as database:
            assert await why_it_takes_no_writes(database) is None


async def test_a_dropped_database_is_not_healthy(database: Database, postgres: str) -> None:
    async with database.connection() as connection:
        name = connection.info.dbname
    await command(postgres, "drop database {} with (force)", name)
    assert await why_it_takes_no_writes(database) == "no_connection"
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


async def test_a_database_that_takes_no_writes_is_refused_in_one_line(empty_url: str) -> None:
    read_only = make_conninfo(empty_url, options="-c default_transaction_read_only=on")
    with pytest.raises(DatabaseError, match="cannot be used: it takes no writes") as error:
        async with open_database(read_only, NOWHERE):
            pass
    assert "\n" not in str(error.value)


async def test_a_user_who_may_make_no_tables_is_refused_in_one_line(empty_url: str) -> None:
    async with await AsyncConnection.connect(empty_url, autocommit=True) as connection:
        await connection.execute("create role nobody_in_particular")
        limited = make_conninfo(empty_url, options="-c role=nobody_in_particular")
        try:
            with pytest.raises(DatabaseError, match="grant CREATE on the schema public"):
                async with open_database(limited, NOWHERE):
                    pass
        finally:
            await connection.execute("drop role nobody_in_particular")


async def test_a_refused_login_is_reported_without_its_password(database_url: str) -> None:
    host = conninfo_to_dict(database_url)["host"]
    with pytest.raises(DatabaseUnreachableError, match="stranger"):
        async with open_database(f"host={host} user=stranger password=s3cret", NOWHERE):
            pass


async def ask_a_server_that_answers_nothing(database: Database) -> None:
    """Ask a server that takes what it is sent and answers nothing, as one whose disk hangs."""
    async with asyncio.timeout(10), database.connection(0.2) as connection:
        server = connection.info.backend_pid
        os.kill(server, signal.SIGSTOP)
        try:
            await connection.execute("select 1")
        finally:
            os.kill(server, signal.SIGCONT)


async def ask_for_rows_that_somebody_holds(database: Database) -> None:
    async with asyncio.timeout(10), database.connection(0.1) as connection:
        await connection.execute("delete from card")


async def test_a_server_that_answers_nothing_is_waited_for_for_a_while_only(
    database: Database,
) -> None:
    with pytest.raises(psycopg.OperationalError):
        await ask_a_server_that_answers_nothing(database)
    assert await database.change("update gate set next_at = now()", ())


async def test_a_row_that_somebody_holds_is_waited_for_for_a_while_only(
    database: Database, database_url: str
) -> None:
    async with await AsyncConnection.connect(database_url) as other:
        await other.execute("lock table card in exclusive mode")
        with pytest.raises(psycopg.OperationalError):
            await ask_for_rows_that_somebody_holds(database)


async def test_a_free_connection_is_waited_for_for_a_while_only(database: Database) -> None:
    async with AsyncExitStack() as everybody:
        for _ in range(MAX_CONNECTIONS):
            await everybody.enter_async_context(database.connection())
        with pytest.raises(psycopg.OperationalError):
            await ask_for_rows_that_somebody_holds(database)


async def test_work_that_is_done_in_time_is_not_cut_off_afterwards(database: Database) -> None:
    async with database.connection(0.1) as connection:
        await connection.execute("select 1")
    async with database.connection() as connection:
        await connection.execute("select pg_sleep(0.2)")
