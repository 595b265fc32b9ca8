"""Files of SharePoint that a sync proved, in Postgres."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString

from psycopg.rows import class_row

from bot.storage.database import Database
from bot.use_cases.proven_files import ProvenFile

OF: LiteralString = """
select my_site, path, etag, photo_etag, written from proven_file where subject = %(subject)s
"""
OF_OTHERS: LiteralString = """
select my_site, path, etag, photo_etag, written from proven_file
where written and my_site = %(my_site)s
    and lower(path) in (select lower(each) from unnest(%(paths)s::text[]) each)
    and subject <> %(subject)s
"""
# A version that Photobot wrote stays its own where a later sync had no need to write it again.
NOTE: LiteralString = """
insert into proven_file (subject, my_site, path, etag, photo_etag, written, expires_at)
values (%(subject)s, %(my_site)s, %(path)s, %(etag)s, %(photo_etag)s, %(written)s, %(expires_at)s)
on conflict (my_site, lower(path)) do update set
    subject = excluded.subject, path = excluded.path, etag = excluded.etag,
    photo_etag = excluded.photo_etag, expires_at = excluded.expires_at,
    written = excluded.written or (
        proven_file.written and proven_file.subject = excluded.subject
        and proven_file.etag = excluded.etag
    )
"""


class ProvenFileRows:
    """Implements bot.use_cases.proven_files.ProvenFiles in Postgres.

    Attributes:
        retention: how long a file is kept after it was proven last.
    """

    def __init__(self, database: Database, retention: timedelta) -> None:
        self._database = database
        self._retention = retention

    async def of(self, subject: str) -> list[ProvenFile]:
        """Return the files that were proven for a person."""
        # Directories write object ids in small letters, which clients need not.
        values = {"subject": subject.lower()}
        return await self._database.rows(OF, values, class_row(ProvenFile))

    async def of_others(self, subject: str, my_site: str, paths: Sequence[str]) -> list[ProvenFile]:
        """Return what Photobot wrote at these paths for anybody else."""
        values = {"subject": subject.lower(), "my_site": my_site, "paths": list(paths)}
        return await self._database.rows(OF_OTHERS, values, class_row(ProvenFile))

    async def note(self, subject: str, files: Sequence[ProvenFile], now: datetime) -> None:
        """Store files of a person, each in place of what was known of its path."""
        whose = {"subject": subject.lower(), "expires_at": now + self._retention}
        async with self._database.connection() as connection, connection.transaction():
            for each in files:
                await connection.execute(NOTE, whose | vars(each))
