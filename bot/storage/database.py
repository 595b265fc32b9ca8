"""The database: `DATABASE_URL` where it is given, Photobot's own Postgres otherwise."""

import select
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
from bot.storage.migrate import migrate, read_migrations

T = TypeVar("T")
Params = Mapping[str, object] | Sequence[object]

CONNECT_SECONDS = 10
HEALTH_SECONDS = 2
MAX_CONNECTIONS = 8
WRONG_URL = (
    "DATABASE_URL is not the address of a PostgreSQL database: "
    "write it as postgresql://user:password@host:5432/name, the password percent-encoded."
)


@dataclass(frozen=True)
class Database:
    """An open, migrated database: a pool of connections, and its address for other pools."""

    pool: AsyncConnectionPool
    url: str

    def connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Borrow a connection; each statement is its own transaction unless one is opened."""
        return self.pool.connection()

    async def change(self, query: LiteralString, values: Params) -> bool:
        """Run one statement, and return whether it changed a row."""
        async with self.connection() as connection:
            return (await connection.execute(query, values)).rowcount > 0

    async def rows(self, query: LiteralString, values: Params, row: AsyncRowFactory[T]) -> list[T]:
        """Run one query, and return its rows, each made by the row factory."""
        async with self.connection() as connection, connection.cursor(row_factory=row) as cursor:
            return await (await cursor.execute(query, values)).fetchall()

    async def row(self, query: LiteralString, values: Params, row: AsyncRowFactory[T]) -> T | None:
        """Run one query, and return its first row; None where there is none."""
        async with self.connection() as connection, connection.cursor(row_factory=row) as cursor:
            return await (await cursor.execute(query, values)).fetchone()

    async def is_healthy(self) -> bool:
        """Tell whether the database answers within two seconds."""
        try:
            async with self.pool.connection(timeout=HEALTH_SECONDS) as connection:
                await connection.execute("select 1")
        except psycopg.Error:
            return False
        return True


@asynccontextmanager
async def open_database(url: str | None, folder: Path) -> AsyncIterator[Database]:
    """Open and migrate the database at the URL, or without one an embedded one in the folder.

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
        max_size=MAX_CONNECTIONS,
        open=False,
        # Without autocommit, a borrowed connection would hold a transaction until it is returned.
        kwargs={"autocommit": True, "connect_timeout": CONNECT_SECONDS},
        # After a restart of the server, callers get a new connection instead of a failed statement.
        check=_check_if_readable,
    )
    async with pool:
        yield Database(pool, url)


async def _check_if_readable(connection: AsyncConnection) -> None:
    # The pool checks a connection each time that it is borrowed. A query would cost a round trip;
    # an idle connection has something to read only where the server closed it, or is about to.
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        await AsyncConnectionPool.check_connection(connection)


async def connect(url: str) -> AsyncConnection:
    """Open one connection, and migrate nothing; raises DatabaseUnreachableError."""
    # The driver's errors repeat every part of the address but the password.
    if not _is_address(url):
        raise DatabaseUnreachableError(WRONG_URL)
    try:
        return await AsyncConnection.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.Error as error:
        raise DatabaseUnreachableError(
            f"The database at DATABASE_URL cannot be reached: {error}"
        ) from None


def _is_address(url: str) -> bool:
    """Tell whether the address parses, without a password that spills into other parts.

    A password that is not percent-encoded ends at its first "@", "/" or "#".
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return False
    host, port, name = (str(parts.get(part, "")) for part in ("host", "port", "dbname"))
    return "@" not in host + name and set(port) <= set("0123456789,")
