"""What people asked of the bot itself: their language, and to be left alone."""

from typing import LiteralString

from psycopg.rows import scalar_row

from bot.storage.database import Database

CHOOSE: LiteralString = """
insert into preference (person_id, language) values (%s, %s)
on conflict (person_id) do update set language = excluded.language
"""

HUSH: LiteralString = """
insert into preference (person_id, quiet) values (%s, %s)
on conflict (person_id) do update set quiet = excluded.quiet
"""


class Preferences:
    """`bot.chat.stores.PreferenceStore` in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choose_language(self, person_id: str, language: str) -> None:
        """Speak this language to the person from now on, whatever their client says."""
        await self._database.change(CHOOSE, (person_id, language))

    async def keep_quiet(self, person_id: str, *, quiet: bool) -> None:
        """Note whether the person may be written to unasked."""
        await self._database.change(HUSH, (person_id, quiet))

    async def is_quiet(self, person_id: str) -> bool:
        """Whether the person asked not to be written to unasked."""
        query: LiteralString = "select quiet from preference where person_id = %s"
        return bool(await self._database.row(query, (person_id,), scalar_row))
