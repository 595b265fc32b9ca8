"""What can go wrong with the Postgres that Photobot runs itself."""

from bot.core.failures import StartRefused


class EmbeddedPostgresError(StartRefused):
    """The embedded Postgres cannot be used; the message tells an administrator what to do."""
