"""Rows of cases in Postgres, and what became of their messages, which the outbox knows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import dict_row, scalar_row

from bot.helpdesk.case import Case
from bot.helpdesk.ports import CaseFilter, ReferenceTaken, UnsentCase
from bot.helpdesk.standing import CaseEvent, in_order_of_time
from bot.storage.case_events import (
    agent_text,
    event_columns,
    event_of,
    events_of_message,
    id_in,
)
from bot.storage.case_filters import COUNT, PAGE, WANTED, filter_columns
from bot.storage.database import Database

# The unique index lets one of several add an open case of a person. A message about a photo change
# may have the reference, too.
OPEN: LiteralString = """
insert into helpdesk_case (id, reference, subject, agent, created_at, until, expires_at)
select %(case)s, %(reference)s, %(subject)s, %(agent)s, %(created_at)s, %(until)s, %(expires_at)s
where not exists (select from nudge where reference = %(reference)s)
on conflict do nothing
"""
ADDED: LiteralString = "with taken as (select %(case)s::uuid as id)"
STILL_OPEN: LiteralString = """
with taken as (select id from helpdesk_case where id = %(case)s and ended_at is null)
"""
OF_SUBJECT: LiteralString = """
with taken as (
    select id from helpdesk_case where lower(subject) = lower(%(subject)s) and ended_at is null
)
"""
GIVEN: LiteralString = """
with taken as (
    update helpdesk_case set agent = %(agent)s, left_at = null
    where id = %(case)s and ended_at is null and (left_at is not null or not %(if_left)s)
    returning id
)
"""
ENDED: LiteralString = """
with taken as (
    update helpdesk_case set ended_at = %(at)s where id = %(case)s and ended_at is null returning id
)
"""
EVENT: LiteralString = """
insert into helpdesk_event (id, case_id, kind, at, actor, agent, ticket, link, words, verdict,
    remedy, causes, ending)
select %(id)s, taken.id, %(kind)s, %(at)s, %(actor)s, %(agent)s, %(ticket)s, %(link)s, %(words)s,
    %(verdict)s, %(remedy)s, %(causes)s, %(ending)s
from taken on conflict do nothing
"""
LEAVE: LiteralString = """
with taken as (
    update helpdesk_case set left_at = %(now)s
    where agent = %(agent)s and ended_at is null and left_at is null returning id
)
insert into helpdesk_event (id, case_id, kind, at, agent)
select gen_random_uuid(), id, 'left', %(now)s, %(agent)s from taken
"""
IS_OPEN: LiteralString = "select from helpdesk_case where id = %(case)s and ended_at is null"

CASES: LiteralString = """
select id, reference, subject, agent, left_at, created_at, until, expires_at from helpdesk_case
"""
OPEN_OF: LiteralString = "where lower(subject) = lower(%(subject)s) and ended_at is null"
OF_REQUEST: LiteralString = """
where id = %(request)s or id = (select case_id from helpdesk_event where id = %(request)s)
"""
OF_MESSAGE: LiteralString = """
where id = (
    select case_id from helpdesk_event join outbox on outbox.about = helpdesk_event.id
    where outbox.id = %(message)s and outbox.kind = 'case'
)
"""
LATEST: LiteralString = """
where lower(subject) = lower(%(subject)s) and exists (
    select from helpdesk_event join outbox on outbox.about = helpdesk_event.id
    where case_id = helpdesk_case.id and outbox.kind = 'case'
        and (outbox.state in ('sending', 'delivered', 'unconfirmed') or opened_at is not null)
)
order by created_at desc limit 1
"""
EVENTS: LiteralString = "select * from helpdesk_event where case_id = any(%s)"
MESSAGES: LiteralString = """
select outbox.id, case_id, state, reason, outbox.created_at, failing_since, begun_at, ended_at,
    opened_at
from helpdesk_event join outbox on outbox.about = helpdesk_event.id and outbox.kind = 'case'
where case_id = any(%s)
"""
UNSENT: LiteralString = """
select helpdesk_event.id, case_id
from helpdesk_event join helpdesk_case on helpdesk_case.id = case_id
where helpdesk_event.kind = 'asked' and helpdesk_case.ended_at is null and not exists (
    select from outbox where outbox.kind = 'case' and outbox.about = helpdesk_event.id
)
order by at limit %s
"""
OVERDUE: LiteralString = """
where ended_at is null and until <= %(now)s order by until limit %(most)s
"""
AGENTS: LiteralString = """
select distinct split_part(agent, ':', 2) from helpdesk_case
where ended_at is null and left_at is null
"""


class CaseRows:
    """Implements bot.helpdesk.ports.CaseStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, case: Case) -> Case:
        """Add a case with its first event, or return the open one of the same person.

        Raises ReferenceTaken.
        """
        values = vars(case) | {"case": case.id, "agent": agent_text(case.agent)}
        async with self._database.connection() as connection, connection.transaction():
            if (await connection.execute(OPEN, values)).rowcount:
                for event in case.events:
                    await connection.execute(ADDED + EVENT, event_columns(case.id, event))
                return case
            known = await _cases(connection, OPEN_OF, values)
        if not known:
            raise ReferenceTaken
        return known[0]

    async def add(self, case_id: UUID, event: CaseEvent) -> bool:
        """Add an event to an open case; return whether it is open. The same one is kept once."""
        values = event_columns(case_id, event)
        if await self._database.change(STILL_OPEN + EVENT, values):
            return True
        return await self._database.change(IS_OPEN, values)

    async def note(self, subject: str, event: CaseEvent) -> None:
        """Add an event to the open case of a person, if there is one."""
        values = event_columns(None, event) | {"subject": subject}
        await self._database.change(OF_SUBJECT + EVENT, values)

    async def give(
        self, case_id: UUID, event: CaseEvent, agent: str, *, if_left: bool = False
    ) -> bool:
        """Give an open case to an agent; return whether that was done.

        With `if_left` only where its agent left: of several who take it at a time, one gets it.
        """
        values = event_columns(case_id, event) | {"agent": agent_text(agent), "if_left": if_left}
        return await self._database.change(GIVEN + EVENT, values)

    async def leave(self, agent: str, now: datetime) -> None:
        """Note of all open cases of an agent that they left; once."""
        await self._database.change(LEAVE, {"agent": agent_text(agent), "now": now})

    async def end(self, case_id: UUID, event: CaseEvent) -> bool:
        """End an open case; return whether this ended it."""
        return await self._database.change(ENDED + EVENT, event_columns(case_id, event))

    async def get(self, case_id: UUID) -> Case | None:
        """Return one case."""
        return await self._one("where id = %(case)s", case=case_id)

    async def of_reference(self, reference: str) -> Case | None:
        """Return the case with a reference."""
        return await self._one("where reference = %(reference)s", reference=reference)

    async def of_request(self, request_id: UUID) -> Case | None:
        """Return the case that a request of an agent opened or joined."""
        return await self._one(OF_REQUEST, request=request_id)

    async def of_message(self, message_id: UUID) -> Case | None:
        """Return the case that a message of the outbox, and so its card, belongs to."""
        return await self._one(OF_MESSAGE, message=message_id)

    async def latest_of(self, subject: str) -> Case | None:
        """Return the latest case of a person of which a message was sent, or may have been."""
        return await self._one(LATEST, subject=subject)

    async def listed(self, wanted: CaseFilter) -> list[Case]:
        """Return cases, the latest first."""
        return await self._some(WANTED + PAGE, filter_columns(wanted))

    async def count(self, wanted: CaseFilter) -> int:
        """Return how many there are, whatever `skip` and `limit` say."""
        [number] = await self._database.rows(COUNT + WANTED, filter_columns(wanted), scalar_row)
        return int(number)

    async def unsent(self, most: int) -> list[UnsentCase]:
        """Return what was asked for and is in no message, the oldest first."""
        rows = await self._database.rows(UNSENT, (most,), dict_row)
        asked = [row["id"] for row in rows]
        found = await self._some("where id = any(%(ids)s)", {"ids": [r["case_id"] for r in rows]})
        return [
            UnsentCase(case, each) for case in found for each in case.events if each.id in asked
        ]

    async def overdue(self, now: datetime, most: int) -> list[Case]:
        """Return open cases that are to expire by now."""
        return await self._some(OVERDUE, {"now": now, "most": most})

    async def agents(self) -> list[str]:
        """Return object ids of those who have open cases, and have not left."""
        return await self._database.rows(AGENTS, (), scalar_row)

    async def _one(self, where: LiteralString, **values: object) -> Case | None:
        found = await self._some(where, values)
        return found[0] if found else None

    async def _some(self, where: LiteralString, values: Mapping[str, object]) -> list[Case]:
        async with self._database.connection() as connection:
            return await _cases(connection, where, values)


async def _cases(
    connection: AsyncConnection, where: LiteralString, values: Mapping[str, object]
) -> list[Case]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        rows = await (await cursor.execute(CASES + where, values)).fetchall()
        ids = [row["id"] for row in rows]
        noted = await (await cursor.execute(EVENTS, (ids,))).fetchall() if ids else []
        sent = await (await cursor.execute(MESSAGES, (ids,))).fetchall() if ids else []
    events: defaultdict[UUID, list[CaseEvent]] = defaultdict(list)
    for row in noted:
        events[row["case_id"]].append(event_of(row))
    for row in sent:
        events[row["case_id"]].extend(events_of_message(row))
    return [_case(row, events[row["id"]]) for row in rows]


def _case(row: Mapping[str, Any], events: Sequence[CaseEvent]) -> Case:
    agent = id_in(row["agent"])
    return Case(**{**row, "agent": agent, "events": in_order_of_time(events)})
