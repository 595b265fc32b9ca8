"""Errors of the database at the start; each message tells an administrator what to do."""

from bot.core.failures import StartRefused


class DatabaseError(StartRefused):
    """The database can't be used."""


class DatabaseUnreachableError(DatabaseError):
    """There is no database at DATABASE_URL, or it refuses the connection."""


class SchemaError(DatabaseError):
    """The database's tables are not the ones that this version expects."""


class EmbeddedPostgresError(StartRefused):
    """The embedded Postgres can't be used."""
