"""Looks of agents at somebody's photo in Postgres."""

from datetime import datetime
from typing import Any, LiteralString

from psycopg.rows import dict_row

from bot.helpdesk.looks import Look
from bot.photos.verdict import Verdict
from bot.storage.database import Database
from bot.use_cases.authorizer import Actor

ADD: LiteralString = """
insert into look (id, subject, actor, command, verdict, with_pictures, at, expires_at)
values (%(id)s, %(subject)s, %(actor)s, %(command)s, %(verdict)s, %(with_pictures)s, %(at)s,
    %(expires_at)s)
"""
LATEST: LiteralString = """
select * from look where lower(subject) = lower(%(subject)s) and at >= %(since)s
order by at desc, id limit %(limit)s
"""


class Looks:
    """Implements bot.helpdesk.looks.LookStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, look: Look) -> None:
        """Add the row of a look; it is durable when this returns."""
        values = vars(look) | {"actor": str(look.actor), "verdict": look.verdict.value}
        await self._database.change(ADD, values)

    async def latest_at(self, subject: str, since: datetime, limit: int) -> list[Look]:
        """Return the latest looks at one person's photo since a moment (UTC), newest first."""
        values = {"subject": subject, "since": since, "limit": limit}
        return [_look(row) for row in await self._database.rows(LATEST, values, dict_row)]


def _look(row: dict[str, Any]) -> Look:
    actor, verdict = Actor.parse(row["actor"]), Verdict(row["verdict"])
    return Look(**row | {"actor": actor, "verdict": verdict})
