"""Fixtures for tests that need a real Postgres; every test has a database of its own."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo

from bot.storage.database import Database, open_database
from bot.storage.embedded import embedded_postgres

TEMPLATE = "migrated"
# To make a database is mostly to make files, which takes a tenth of the time in memory.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    # Not tmp_path: as root, Postgres runs as a user who cannot enter pytest's folders.
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="photobot-tests-", dir=MEMORY if roomy else "/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres(postgres_folder: Path) -> AsyncIterator[str]:
    """The address of a server with one migrated database, to be cloned."""
    async with embedded_postgres(postgres_folder) as url:
        # A test's data need not survive a power cut.
        await command(url, "alter system set {} = off", "fsync")
        await command(url, "alter system set {} = off", "full_page_writes")
        await command(url, "select {}()", "pg_reload_conf")
        await command(url, "create database {}", TEMPLATE)
        await command(url, "alter database {} set synchronous_commit = off", TEMPLATE)
        async with open_database(make_conninfo(url, dbname=TEMPLATE), postgres_folder):
            pass
        yield url


@pytest.fixture
async def empty_url(postgres: str) -> AsyncIterator[str]:
    """The address of a database without tables."""
    async with database_like("template0", postgres) as url:
        yield url


@pytest.fixture
async def database_url(postgres: str) -> AsyncIterator[str]:
    """The address of a database whose tables are made and empty."""
    async with database_like(TEMPLATE, postgres) as url:
        yield url


@pytest.fixture
async def database(database_url: str, postgres_folder: Path) -> AsyncIterator[Database]:
    """An open database whose tables are empty."""
    async with open_database(database_url, postgres_folder) as database:
        yield database


@asynccontextmanager
async def database_like(template: str, postgres: str) -> AsyncIterator[str]:
    name = f"test_{next(NUMBERS)}"
    await command(postgres, f"create database {{}} template {template} strategy file_copy", name)
    yield make_conninfo(postgres, dbname=name)
    await command(postgres, "drop database {} with (force)", name)


async def command(url: str, statement: str, name: str) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
