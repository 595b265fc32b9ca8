"""The database: whether it is there, whose tables it has, and how much room is left."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
from psycopg import AsyncConnection

from bot.core.failures import StartRefused
from bot.doctor.finding import Area, Finding, fine, problem, unknown, warning
from bot.doctor.worker import NO_DATABASE, worker_finding
from bot.storage.database import connect
from bot.storage.embedded import embedded_postgres
from bot.storage.errors import SchemaError
from bot.storage.migrate import Migration, missing, read_migrations
from bot.storage.server.folder import has_data

GIB = 1 << 30
LITTLE_ROOM = GIB
TABLES = "tables"
ROOM = "room on the disk"


async def database_findings(url: str | None, folder: Path) -> list[Finding]:
    """Look at the database at the URL, or at Photobot's own; nothing is made or changed."""
    if url is None and not has_data(folder):
        return [_not_made_yet(folder), _room(folder), NO_DATABASE]
    try:
        async with _connection(url, folder) as connection:
            found = await _look(connection)
    except StartRefused as refused:
        found = [_unreachable(str(refused)), NO_DATABASE]
    except psycopg.Error as error:
        found = [_unreachable(f"it refused to be read ({type(error).__name__})"), NO_DATABASE]
    room = _room(folder) if url is None else _room_elsewhere()
    return [*found[:-1], room, found[-1]]


@asynccontextmanager
async def _connection(url: str | None, folder: Path) -> AsyncIterator[AsyncConnection]:
    """A connection that can change nothing. Raises StartRefused."""
    if url is None:
        async with embedded_postgres(folder) as embedded, _connection(embedded, folder) as opened:
            yield opened
        return
    async with await connect(url) as connection:
        await connection.execute("set default_transaction_read_only = on")
        yield connection


async def _look(connection: AsyncConnection) -> list[Finding]:
    version = connection.info.parameter_status("server_version") or "of unknown version"
    return [
        fine(Area.DATABASE, "database", f"PostgreSQL {version} answers"),
        await _tables(connection),
        await worker_finding(connection),
    ]


async def _tables(connection: AsyncConnection) -> Finding:
    try:
        steps = await missing(connection, read_migrations())
    except SchemaError as error:
        return problem(Area.DATABASE, TABLES, "are not this Photobot's", str(error))
    if not steps:
        return fine(Area.DATABASE, TABLES, "as this Photobot expects them")
    return _to_migrate(steps)


def _to_migrate(steps: tuple[Migration, ...]) -> Finding:
    what = f"{len(steps)} steps are missing, from {steps[0].name} on"
    remedy = "start Photobot, which applies them: python -m bot serve"
    return warning(Area.DATABASE, TABLES, what, remedy)


def _unreachable(reason: str) -> Finding:
    remedy = "correct DATABASE_URL, or see to the database; nothing works without it"
    return problem(Area.DATABASE, "database", " ".join(reason.split()), remedy)


def _not_made_yet(folder: Path) -> Finding:
    what = f"will be made at the first start, in {folder}"
    return fine(Area.DATABASE, "database", what)


def _room(folder: Path) -> Finding:
    there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
    if there is None:
        return unknown(Area.DATABASE, ROOM, f"there is no {folder}")
    free = shutil.disk_usage(there).free
    what = f"{free / GIB:.1f} GiB free at {there}"
    if free < LITTLE_ROOM:
        return warning(Area.DATABASE, ROOM, what, "make room, or set PHOTOBOT_FOLDER elsewhere")
    return fine(Area.DATABASE, ROOM, what)


def _room_elsewhere() -> Finding:
    why = "the database's own host knows it"
    return unknown(Area.DATABASE, ROOM, why, "watch the disk of the host in DATABASE_URL")
