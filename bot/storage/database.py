"""The database: `DATABASE_URL` where it is given, Photobot's own Postgres otherwise."""

import asyncio
import os
import select
import socket
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, TypeVar

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import AsyncRowFactory
from psycopg_pool import AsyncConnectionPool

from bot.storage.embedded import embedded_postgres
from bot.storage.errors import DatabaseError, DatabaseUnreachableError
from bot.storage.migrate import is_migrated, migrate, read_migrations
from bot.storage.server.folder import has_data

T = TypeVar("T")
Params = Mapping[str, object] | Sequence[object]

# At a start, for a server on its way up.
CONNECT_SECONDS = 10
# For everything that is asked afterwards: people wait for it (docs/architecture.md, "Deadlines").
ANSWER_SECONDS = 4.0
# The pause between attempts to connect doubles. After this long the pool waits for the next caller
# instead, so that a database that comes back is found within seconds.
RECONNECT_SECONDS = 10.0
MAX_CONNECTIONS = 8
AT_URL = "The database at DATABASE_URL"
OWN = "Photobot's own database"
_REMEDIES: tuple[tuple[type[psycopg.Error], str], ...] = (
    (psycopg.errors.ReadOnlySqlTransaction, "it takes no writes: name the primary server."),
    (
        psycopg.errors.InsufficientPrivilege,
        "its user may not make tables: grant CREATE on the schema public.",
    ),
    (psycopg.errors.DiskFull, "its disk is full: make room."),
)
SET_AS_FOR_THE_BOT = (
    "set DATABASE_URL, or PHOTOBOT_FOLDER, as for the bot; where no bot was started yet, start it "
    "first (python -m bot serve)."
)
WRONG_URL = (
    "DATABASE_URL is not the address of a PostgreSQL database: "
    "write it as postgresql://user:password@host:5432/name, the password percent-encoded."
)


@dataclass(frozen=True)
class Database:
    """An open, migrated database: a pool of connections, and its address for other pools."""

    pool: AsyncConnectionPool
    url: str

    @asynccontextmanager
    async def connection(self, seconds: float = ANSWER_SECONDS) -> AsyncIterator[AsyncConnection]:
        """Borrow a connection; each statement is its own transaction unless one is opened.

        Raises psycopg.Error where none is free, or the block is not done, after so many seconds.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        async with self.pool.connection(timeout=seconds) as connection:
            # Cancelling would not do: psycopg then waits for the server to end the statement.
            cutting = loop.call_at(until, _cut, connection)
            try:
                yield connection
            finally:
                cutting.cancel()

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


@asynccontextmanager
async def open_database(
    url: str | None, folder: Path, *, create: bool = True
) -> AsyncIterator[Database]:
    """Open and migrate the database at the URL, or without one an embedded one in the folder.

    Without `create` it has to hold Photobot's tables already. Raises DatabaseError or
    EmbeddedPostgresError.
    """
    if url:
        async with _opened(url, AT_URL, create=create) as database:
            yield database
        return
    if not create and not has_data(folder):
        raise DatabaseError(f"there is no database in {folder}: {SET_AS_FOR_THE_BOT}")
    async with (
        embedded_postgres(folder) as embedded,
        _opened(embedded, OWN, create=create) as database,
    ):
        yield database


@asynccontextmanager
async def _opened(url: str, name: str, *, create: bool) -> AsyncIterator[Database]:
    with _explained(name):
        async with await connect(url, name) as connection:
            if not create and not await is_migrated(connection):
                raise DatabaseError(f"{name} has none of Photobot's tables: {SET_AS_FOR_THE_BOT}")
            await migrate(connection, read_migrations())
    pool = AsyncConnectionPool(
        url,
        min_size=1,
        max_size=MAX_CONNECTIONS,
        reconnect_timeout=RECONNECT_SECONDS,
        open=False,
        # Without autocommit, a borrowed connection would hold a transaction until it is returned.
        kwargs={"autocommit": True, "connect_timeout": int(ANSWER_SECONDS)},
        # After a restart of the server, callers get a new connection instead of a failed statement.
        check=_check_if_readable,
    )
    async with pool:
        yield Database(pool, url)


def _cut(connection: AsyncConnection) -> None:
    """Shut the socket down, so that whoever waits for the server gets an error."""
    with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)


async def _check_if_readable(connection: AsyncConnection) -> None:
    # The pool checks a connection each time that it is borrowed. A query would cost a round trip;
    # an idle connection has something to read only where the server closed it, or is about to.
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        await AsyncConnectionPool.check_connection(connection)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn what goes wrong while the tables are prepared into DatabaseError, in one line."""
    try:
        yield
    except psycopg.Error as error:
        why = next((said for kind, said in _REMEDIES if isinstance(error, kind)), None)
        raise DatabaseError(f"{name} cannot be used: {why or _first_line(error)}") from None


def _first_line(error: psycopg.Error) -> str:
    """Return what an error says, without its details, which repeat values and addresses."""
    return error.diag.message_primary or str(error).partition("\n")[0]


async def connect(url: str, name: str = AT_URL) -> AsyncConnection:
    """Open one connection, and migrate nothing; raises DatabaseUnreachableError."""
    # The driver's errors repeat every part of the address but the password.
    if not _is_address(url):
        raise DatabaseUnreachableError(WRONG_URL)
    try:
        return await AsyncConnection.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.Error as error:
        # The driver's messages have several lines.
        why = " ".join(str(error).split())
        raise DatabaseUnreachableError(f"{name} cannot be reached: {why}") from None


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
