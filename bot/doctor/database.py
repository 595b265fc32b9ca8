"""The database: whether it answers, its tables, the room on its disk, and the job workers."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import AsyncConnection

from bot.core.failures import StartRefused
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.jobs.stalled import STALLED_SECONDS
from bot.storage.database import connect
from bot.storage.embedded import embedded_postgres
from bot.storage.errors import SchemaError
from bot.storage.migrate import missing_migrations, read_migrations
from bot.storage.server.folder import has_data

GIB = 1 << 30
MIN_FREE_BYTES = GIB
TABLES = "tables"
ROOM = "room on the disk"
WORKERS = "heartbeat"
NO_DATABASE = unknown(Area.WORKER, WORKERS, "there is no database to read it from")

ALIVE: LiteralString = """
select count(*), extract(epoch from now() - max(last_heartbeat))::float
from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)
"""
# As a session is at its begin, and not as the doctor's own was made; a replica takes no writes.
TAKES_WRITES: LiteralString = """
select not pg_is_in_recovery() and reset_val = 'off'
from pg_settings where name = 'default_transaction_read_only'
"""
MAY_MAKE_TABLES: LiteralString = "select has_schema_privilege(current_schema(), 'CREATE')"
WAITING: LiteralString = """
select count(*) from procrastinate_jobs where status = 'todo'
and (scheduled_at is null or scheduled_at < now() - interval '5 minutes')
"""


async def database_findings(url: str | None, folder: Path) -> list[Finding]:
    """Look at the database at the URL, or at the embedded one in the folder; change nothing."""
    if not has_database(url, folder):
        what = f"will be made at the first start, in {folder}"
        return [fine(Area.DATABASE, "database", what), _room(folder), NO_DATABASE]
    if url is None:
        room = _room(folder)
    else:
        why = "the database's own host knows it"
        room = unknown(Area.DATABASE, ROOM, why, "watch the disk of the host in DATABASE_URL")
    try:
        async with read_only_connection(url, folder) as connection:
            answers, tables = await _answers(connection), await _tables(connection)
            return [answers, tables, room, await _workers(connection)]
    except StartRefused as refused:
        return [_unreachable(str(refused)), room, NO_DATABASE]
    except psycopg.Error as error:
        # The type alone: an error's words may repeat what is in the database.
        reason = f"it refused to be read ({type(error).__name__})"
        return [_unreachable(reason), room, NO_DATABASE]


def has_database(url: str | None, folder: Path) -> bool:
    """Tell whether there is a database to connect to, or none was made in the folder yet."""
    return url is not None or has_data(folder)


@asynccontextmanager
async def read_only_connection(url: str | None, folder: Path) -> AsyncIterator[AsyncConnection]:
    """Open a connection that can't write; raises StartRefused."""
    if url is None:
        async with (
            embedded_postgres(folder) as embedded,
            read_only_connection(embedded, folder) as opened,
        ):
            yield opened
        return
    async with await connect(url) as connection:
        # Held by Postgres, so that no query of the doctor can change anything by mistake.
        await connection.execute("set default_transaction_read_only = on")
        yield connection


async def _answers(connection: AsyncConnection) -> Finding:
    version = connection.info.parameter_status("server_version") or "of unknown version"
    if await _is_true(connection, TAKES_WRITES):
        return fine(Area.DATABASE, "database", f"PostgreSQL {version} answers")
    what = f"PostgreSQL {version} answers, and takes no writes"
    remedy = "name the primary server in DATABASE_URL, or let the database take writes"
    return fault(Area.DATABASE, "database", what, remedy)


async def _is_true(connection: AsyncConnection, query: LiteralString) -> bool:
    row = await (await connection.execute(query)).fetchone()
    return bool(row and row[0])


async def _tables(connection: AsyncConnection) -> Finding:
    try:
        migrations = await missing_migrations(connection, read_migrations())
    except SchemaError as error:
        return fault(Area.DATABASE, TABLES, "are not this Photobot's", str(error))
    if not migrations:
        return fine(Area.DATABASE, TABLES, "as this Photobot expects them")
    what = f"{len(migrations)} steps are missing, from {migrations[0].name} on"
    if not await _is_true(connection, MAY_MAKE_TABLES):
        remedy = "grant its user CREATE on the schema public"
        return fault(Area.DATABASE, TABLES, f"{what}, and its user may not make tables", remedy)
    remedy = "start Photobot, which applies them: python -m bot serve"
    return warning(Area.DATABASE, TABLES, what, remedy)


def _unreachable(reason: str) -> Finding:
    remedy = "correct DATABASE_URL, or see to the database; nothing works without it"
    # The driver's messages have several lines.
    return fault(Area.DATABASE, "database", " ".join(reason.split()), remedy)


def _room(folder: Path) -> Finding:
    # The folder may not have been made yet: its disk is that of the nearest parent that exists.
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
    if there is None:
        return unknown(Area.DATABASE, ROOM, f"there is no {folder}")
    free = shutil.disk_usage(there).free
    what = f"{free / GIB:.1f} GiB free at {there}"
    if free < MIN_FREE_BYTES:
        return warning(Area.DATABASE, ROOM, what, "make room, or set PHOTOBOT_FOLDER elsewhere")
    return fine(Area.DATABASE, ROOM, what)


async def _workers(connection: AsyncConnection) -> Finding:
    """Count the job workers whose heartbeat is recent, and the jobs that wait without one."""
    try:
        alive = await (await connection.execute(ALIVE, (STALLED_SECONDS,))).fetchone()
        waiting = await (await connection.execute(WAITING)).fetchone()
    except psycopg.Error:
        return unknown(Area.WORKER, WORKERS, "the database has no tables of jobs yet")
    count, since = alive or (0, None)
    if not count:
        late = f", and {waiting[0]} jobs wait" if waiting and waiting[0] else ""
        remedy = "start one: python -m bot worker, or python -m bot serve without --no-worker"
        return warning(Area.WORKER, WORKERS, f"no worker is alive{late}", remedy)
    return fine(Area.WORKER, WORKERS, f"{count} alive, the last beat {since:.0f} seconds ago")
