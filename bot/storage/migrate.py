"""Numbered SQL migrations, applied under an advisory lock."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection

from bot.storage.errors import SchemaError

MIGRATIONS = Path(__file__).parent / "migrations"
# The bytes of "photo": any number that no other program locks in this database would do.
ADVISORY_LOCK = 0x70686F746F

MIGRATION_TABLE = """
create table if not exists migration (
    number integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
)
"""


@dataclass(frozen=True)
class Migration:
    """One numbered migration, such as `0001_first.sql`.

    Procrastinate's package brings its own migrations, which never change once released. A file
    such as `0004_jobs.procrastinate` lists those of them that make up one of ours.
    """

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the SQL text, in hexadecimal digits."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """Read all migrations, in the order in which they are applied."""
    return [
        Migration(int(path.stem.partition("_")[0]), path.stem, _sql(path))
        for path in sorted(folder.iterdir())
    ]


def _sql(path: Path) -> str:
    text = path.read_text("utf-8")
    if path.suffix == ".sql":
        return text
    package = Path(SchemaManager.get_migrations_path())
    return "\n".join((package / name).read_text("utf-8") for name in text.split())


async def migrate(connection: AsyncConnection, migrations: list[Migration]) -> None:
    """Apply the missing migrations, all or none; a process that migrates meanwhile waits.

    Raises SchemaError where the database is newer than the code, or a migration was changed.
    """
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock(%s)", (ADVISORY_LOCK,))
        await connection.execute(MIGRATION_TABLE)
        applied = await _applied(connection)
        _refuse_unknown(applied, migrations)
        for migration in migrations:
            if migration.number not in applied:
                await _apply(connection, migration)


async def missing_migrations(
    connection: AsyncConnection, migrations: list[Migration]
) -> tuple[Migration, ...]:
    """Return the migrations that `migrate` would apply, and change nothing; raises SchemaError."""
    applied = await _applied(connection) if await is_migrated(connection) else {}
    _refuse_unknown(applied, migrations)
    return tuple(migration for migration in migrations if migration.number not in applied)


async def is_migrated(connection: AsyncConnection) -> bool:
    """Tell whether the database has Photobot's tables, of this or another version."""
    rows = await connection.execute("select to_regclass('migration') is not null")
    exists = await rows.fetchone()
    return bool(exists and exists[0])


async def _applied(connection: AsyncConnection) -> dict[int, str]:
    rows = await connection.execute("select number, checksum from migration")
    return {number: checksum async for number, checksum in rows}


def _refuse_unknown(applied: Mapping[int, str], migrations: list[Migration]) -> None:
    known = {migration.number: migration for migration in migrations}
    for number, checksum in sorted(applied.items()):
        if number not in known:
            raise SchemaError(
                f"The database is newer than this Photobot (it has step {number}, which is "
                "unknown here): run the version that it was last used with, or a later one."
            )
        if known[number].checksum != checksum:
            raise SchemaError(
                f"The database was made with another {known[number].name}.sql than this "
                "Photobot's: run the version that it was last used with, or restore that file."
            )


async def _apply(connection: AsyncConnection, migration: Migration) -> None:
    # Without parameters, psycopg leaves "%" alone and accepts several statements at once.
    await connection.execute(migration.sql.encode())
    await connection.execute(
        "insert into migration (number, name, checksum) values (%s, %s, %s)",
        (migration.number, migration.name, migration.checksum),
    )
