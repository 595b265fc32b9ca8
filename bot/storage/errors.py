"""What can go wrong with the database before anything is asked of it."""

from bot.core.failures import StartRefused


class DatabaseError(StartRefused):
    """The database cannot be used; the message tells an administrator what to do."""


class DatabaseUnreachableError(DatabaseError):
    """There is no database at DATABASE_URL, or it does not let Photobot in."""


class SchemaError(DatabaseError):
    """The database's tables are not the ones that this Photobot knows."""
