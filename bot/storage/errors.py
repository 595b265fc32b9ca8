"""Why there is no database to use; each message tells an administrator what to do."""

from bot.core.failures import StartRefused


class DatabaseError(StartRefused):
    """A database that can't be used."""


class DatabaseUnreachableError(DatabaseError):
    """No database at DATABASE_URL, or one that refuses the connection."""


class SchemaError(DatabaseError):
    """A database whose tables are not the ones that this version expects."""


class EmbeddedPostgresError(StartRefused):
    """An embedded Postgres that can't be used."""
