"""Preferences of people in Postgres: their language, and whether they may be written to unasked."""

from datetime import datetime
from typing import LiteralString

from psycopg.rows import scalar_row

from bot.storage.database import Database

CHOOSE: LiteralString = """
insert into preference (person_id, language) values (%s, %s)
on conflict (person_id) do update set language = excluded.language
"""

NOTE_WRITTEN_IN: LiteralString = """
insert into preference as kept (person_id, written_in) values (%s, %s)
on conflict (person_id) do update set written_in = excluded.written_in
returning coalesce(kept.language, kept.written_in)
"""

SET_QUIET: LiteralString = """
insert into preference (person_id, quiet) values (%s, %s)
on conflict (person_id) do update set quiet = excluded.quiet
"""

PAUSE: LiteralString = """
insert into preference (person_id, paused_until) values (%s, %s)
on conflict (person_id) do update set paused_until = excluded.paused_until
"""


class Preferences:
    """Implements bot.chat.stores.PreferenceStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choose_language(self, person_id: str, language: str) -> None:
        """Store the language that the person chose, which goes before any other."""
        await self._database.change(CHOOSE, (person_id, language))

    async def note_written_in(self, person_id: str, language: str) -> str:
        """Store the language of a person's message; return the one that they chose, else this."""
        values = person_id, language
        return await self._database.row(NOTE_WRITTEN_IN, values, scalar_row) or language

    async def language_of(self, person_id: str) -> str | None:
        """Return the language that a person chose, else wrote in; None where there is neither."""
        query: LiteralString = (
            "select coalesce(language, written_in) from preference where person_id = %s"
        )
        language: str | None = await self._database.row(query, (person_id,), scalar_row)
        return language

    async def keep_quiet(self, person_id: str, *, quiet: bool) -> None:
        """Store whether the person wants no unasked messages."""
        await self._database.change(SET_QUIET, (person_id, quiet))

    async def is_quiet(self, person_id: str) -> bool:
        """Tell whether the person wants no unasked messages."""
        query: LiteralString = "select quiet from preference where person_id = %s"
        return bool(await self._database.row(query, (person_id,), scalar_row))

    async def pause(self, person_id: str, until: datetime | None) -> None:
        """Store until when (UTC) the person wants no unasked messages; None ends a pause."""
        await self._database.change(PAUSE, (person_id, until))

    async def paused_until(self, person_id: str) -> datetime | None:
        """Return until when (UTC) the person wants no unasked messages; None without a pause."""
        query: LiteralString = "select paused_until from preference where person_id = %s"
        until: datetime | None = await self._database.row(query, (person_id,), scalar_row)
        return until
