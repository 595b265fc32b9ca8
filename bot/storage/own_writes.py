"""Etags of photos that Photobot wrote, so that no sweep takes them for somebody's change."""

from datetime import datetime
from typing import LiteralString

from bot.storage.database import Database

OWN_WRITE: LiteralString = """
update watched_person set etag = %(etag)s, read_at = %(now)s, vanished_at = null
where subject = %(subject)s
"""
# A sweep that read the new photo just before its etag was stored took it for a change.
NO_CHANGE: LiteralString = """
delete from photo_change
where subject = %(subject)s and state = 'open' and coalesce(etag, '') = %(etag)s
"""


class OwnWriteRows:
    """Implements bot.use_cases.changes.OwnWrites in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, subject: str, etag: str, now: datetime) -> None:
        """Store the etag of the photo that was written; empty where it was removed."""
        values = {"subject": subject.lower(), "etag": etag, "now": now}
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(OWN_WRITE, values)
            await connection.execute(NO_CHANGE, values)
