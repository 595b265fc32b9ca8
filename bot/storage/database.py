"""The database: `DATABASE_URL` where it is given, Photobot's own Postgres otherwise."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, TypeVar

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import AsyncRowFactory
from psycopg_pool import AsyncConnectionPool

from bot.storage.embedded import embedded_postgres
from bot.storage.errors import DatabaseUnreachableError
from bot.storage.liveness import check_if_spoken_to
from bot.storage.migrate import migrate, read_migrations

T = TypeVar("T")
Params = Mapping[str, object] | Sequence[object]

CONNECT_SECONDS = 10
HEALTH_SECONDS = 2
CONNECTIONS = 8
WRONG_URL = (
    "DATABASE_URL is not the address of a PostgreSQL database: "
    "write it as postgresql://user:password@host:5432/name, the password percent-encoded."
)


@dataclass(frozen=True)
class Database:
    """An open database whose tables are those that the code expects, and its address."""

    pool: AsyncConnectionPool
    url: str

    def connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Borrow a connection; each statement is its own transaction unless one is opened."""
        return self.pool.connection()

    async def change(self, query: LiteralString, values: Params) -> bool:
        """Run one statement; whether it changed anything."""
        async with self.connection() as connection:
            return (await connection.execute(query, values)).rowcount > 0

    async def rows(self, query: LiteralString, values: Params, row: AsyncRowFactory[T]) -> list[T]:
        """Run one query, and give its rows, each as `row` makes it."""
        async with self.connection() as connection, connection.cursor(row_factory=row) as cursor:
            return await (await cursor.execute(query, values)).fetchall()

    async def row(self, query: LiteralString, values: Params, row: AsyncRowFactory[T]) -> T | None:
        """Run one query, and give its first row, if there is one."""
        async with self.connection() as connection, connection.cursor(row_factory=row) as cursor:
            return await (await cursor.execute(query, values)).fetchone()

    async def is_healthy(self) -> bool:
        """Whether the database answers."""
        try:
            async with self.pool.connection(timeout=HEALTH_SECONDS) as connection:
                await connection.execute("select 1")
        except psycopg.Error:
            return False
        return True


@asynccontextmanager
async def open_database(url: str | None, folder: Path) -> AsyncIterator[Database]:
    """Open the database at the URL, or in the folder without one, and migrate its tables.

    Raises DatabaseError or EmbeddedPostgresError.
    """
    if url:
        async with _opened(url) as database:
            yield database
    else:
        async with embedded_postgres(folder) as embedded, _opened(embedded) as database:
            yield database


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    async with await connect(url) as connection:
        await migrate(connection, read_migrations())
    pool = AsyncConnectionPool(
        url,
        min_size=1,
        max_size=CONNECTIONS,
        open=False,
        kwargs={"autocommit": True, "connect_timeout": CONNECT_SECONDS},
        # A server that was started again is met on the next connection, not by a failed statement.
        check=check_if_spoken_to,
    )
    async with pool:
        yield Database(pool, url)


async def connect(url: str) -> AsyncConnection:
    """Connect once, and migrate nothing; raises DatabaseUnreachableError."""
    if not _is_address(url):
        raise DatabaseUnreachableError(WRONG_URL)
    try:
        return await AsyncConnection.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.Error as error:
        raise DatabaseUnreachableError(
            f"The database at DATABASE_URL cannot be reached: {error}"
        ) from None


def _is_address(url: str) -> bool:
    """Whether each part is what it seems; a password that is not encoded spills into the others.

    The driver's errors repeat every part but the password.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return False
    host, port, name = (str(parts.get(part, "")) for part in ("host", "port", "dbname"))
    return "@" not in host + name and set(port) <= set("0123456789,")
