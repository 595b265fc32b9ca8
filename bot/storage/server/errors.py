"""What can go wrong with the Postgres that Photobot runs itself."""


class EmbeddedPostgresError(Exception):
    """The embedded Postgres cannot be used; the message tells an administrator what to do."""
