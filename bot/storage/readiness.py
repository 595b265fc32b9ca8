"""Whether the database takes writes, and has room for more."""

from typing import LiteralString

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import PoolTimeout

from bot.storage.database import Database

CONNECTION_SECONDS = 2.0
# With so little memory the last statement goes to the disk, whatever the server's settings are.
LIMITS: LiteralString = "set local statement_timeout = '2s'; set local work_mem = '64kB'"
# One row for all processes, beside those of the sweeps.
WRITE: LiteralString = """
insert into sweep (name, began_at) values ('readiness', now())
on conflict (name) do update set began_at = excluded.began_at
"""
# A row that is updated takes no room: on a full disk that goes well until a table has to grow. This
# spills about a megabyte into a temporary file, which needs no rights and leaves nothing behind.
SPILL: LiteralString = "select count(*) from generate_series(1, 60000)"

_CODES: tuple[tuple[type[psycopg.Error], str], ...] = (
    (PoolTimeout, "no_connection"),
    (psycopg.errors.DiskFull, "disk_full"),
    (psycopg.errors.ReadOnlySqlTransaction, "read_only"),
    (psycopg.errors.QueryCanceled, "too_slow"),
    (psycopg.errors.InsufficientPrivilege, "not_permitted"),
    (psycopg.OperationalError, "no_connection"),
)


async def why_it_takes_no_writes(database: Database) -> str | None:
    """Commit a small write; return a code for why that failed, None where it did not."""
    try:
        async with database.pool.connection(CONNECTION_SECONDS) as connection:
            await _write(connection)
    except psycopg.Error as error:
        return next((code for kind, code in _CODES if isinstance(error, kind)), "refused")
    return None


async def _write(connection: AsyncConnection) -> None:
    async with connection.transaction():
        for statement in (LIMITS, WRITE, SPILL):
            await connection.execute(statement)
