"""Photo changes as a sweep has noticed them, and time that passes, over a connection of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, LiteralString
from uuid import uuid4

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from tests.waiting import until, until_true

KNOWN: LiteralString = """
insert into watched_person (subject, enabled, guest, generation)
values (%s, true, false, 1) on conflict do nothing
"""
NOTICED: LiteralString = """
insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at)
values (%s, %s, 'changed', now(), now(), now() + interval '30 days')
on conflict (subject) where state = 'open' do update set id = excluded.id, nudges = 0,
    noticed_at = now(), not_before = now(), outcome = null, because = null,
    lease_owner = null, lease_until = null
"""
# As if so much time had passed, for everything that waits.
PASS: Sequence[LiteralString] = (
    "update photo_change set noticed_at = noticed_at - %(time)s, not_before = now()"
    " where state = 'open'",
    "update outbox set not_before = now(), due_at = due_at - %(time)s where state = 'queued'",
    "update preference set paused_until = paused_until - %(time)s,"
    " written_to_at = written_to_at - %(time)s",
    "update nudge set looked_at = looked_at - %(time)s",
)
NOTHING_DUE: LiteralString = """
select not (exists (
    select from photo_change where state = 'open' and not_before <= now()
) or exists (
    select from outbox where state = 'sending' or state = 'queued' and not_before <= now()
) or exists (
    select from nudge where card_id is not null and settled_at is null
        and looked_at <= now() - interval '6 hours'
) or exists (
    -- A message is delivered a moment before it is noted which card shows it, and since when.
    select from nudge join outbox on outbox.about = nudge.id
    where outbox.state = 'delivered' and nudge.sent_at is null
))
"""


@dataclass(frozen=True)
class Noticed:
    """The rows of what was noticed."""

    url: str

    async def changes(self, *people: str) -> None:
        """A sweep notices that these people's photos changed."""
        async with await AsyncConnection.connect(self.url) as connection:
            for person in people:
                await connection.execute(KNOWN, (person,))
                await connection.execute(NOTICED, (uuid4(), person))

    async def time_passes(self, time: timedelta) -> None:
        """Let time pass, and wait until everything was done about what fell due by it."""
        async with await AsyncConnection.connect(self.url) as connection:
            for query in PASS:
                await connection.execute(query, {"time": time})
        await self.until_nothing_is_due()

    async def until_nothing_is_due(self) -> None:
        await until_true(self.url, NOTHING_DUE)

    async def first(self, query: LiteralString, *values: object) -> list[dict[str, Any]]:
        """The rows of a query, once there are any."""
        rows: list[dict[str, Any]] = await until(lambda: self.rows(query, *values))
        return rows

    async def execute(self, query: LiteralString, *values: object) -> None:
        async with await AsyncConnection.connect(self.url) as connection:
            await connection.execute(query, values)

    async def rows(self, query: LiteralString, *values: object) -> list[dict[str, Any]]:
        async with (
            await AsyncConnection.connect(self.url) as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            return await (await cursor.execute(query, values)).fetchall()

    async def became(self, person: str) -> tuple[str, str | None, str | None]:
        """What became of somebody's change."""
        query: LiteralString = """
            select state, outcome, because from photo_change where subject = %s
            order by noticed_at desc limit 1
        """
        [row] = await self.rows(query, person)
        return row["state"], row["outcome"], row["because"]
