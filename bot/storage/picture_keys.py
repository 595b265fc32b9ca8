"""The keys of addresses of pictures in Postgres, which all replicas share."""

from collections.abc import Mapping
from datetime import date
from typing import LiteralString

from psycopg.rows import tuple_row

from bot.storage.database import Database

# Of several processes that make a key for one day, one stores it and all use that one.
ADD: LiteralString = """
insert into picture_key (day, key) values (%(day)s, %(key)s) on conflict (day) do nothing
"""
DELETE: LiteralString = "delete from picture_key where day < %(since)s"
ALL: LiteralString = "select day, key from picture_key"


class PictureKeyRows:
    """Implements bot.pictures.keys.PictureKeyStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, new: Mapping[date, bytes], since: date) -> dict[date, bytes]:
        """Store keys for days without one, delete those of days before `since`; return all."""
        for day, key in new.items():
            await self._database.change(ADD, {"day": day, "key": key})
        await self._database.change(DELETE, {"since": since})
        return dict(await self._database.rows(ALL, {}, tuple_row))
