"""Noticed changes and messages about them, as rows, and the commands that tell of them."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, LiteralString
from uuid import uuid4

from simulation.running import Simulation
from tests.commands.conftest import Run

Rows = Callable[..., list[dict[str, Any]]]
DENIED = "Authorization_RequestDenied"
NOBODY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
ALWAYS = {"PHOTOBOT_WATCH_HOURS": "00:00-23:59:59.999999", "PHOTOBOT_WATCH_DAYS": "mon-sun"}
TABLES: LiteralString = """
select table_name from information_schema.tables
where table_schema = 'public' and table_type = 'BASE TABLE'
"""
CHANGED: LiteralString = """
insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at, outcome, because)
values (%(id)s, %(person)s, 'changed', now() - %(days)s * interval '1 day',
    now() + %(next)s * interval '1 hour', now() + interval '30 days', %(outcome)s, %(because)s)
"""
WATCHED: LiteralString = """
insert into watched_person (subject, enabled, guest, generation) values (%s, true, false, 1)
"""
NUDGED: LiteralString = """
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    sent_at, expires_at)
values (%(id)s, %(change)s, %(person)s, 'changed', now(), %(reference)s, %(shadow)s, now(),
    case when %(state)s = 'delivered' then now() end, now() + interval '30 days')
"""
QUEUED: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    reason, created_at, expires_at)
values (%(message)s, %(person)s, %(person)s, 'policy', 'nudge', %(id)s, %(state)s, now(), now(), 0,
    %(reason)s, now(), now() + interval '30 days')
"""
CHAT: LiteralString = """
insert into conversation (person_id, conversation_id, service_url, tenant_id, bot_id, user_id,
    locale, timezone)
values (%s, 'a:1', 'https://smba.example', 'tenant', '28:bot', '29:ben', %s, 'Asia/Taipei')
"""


async def told(run: Run, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error; a command has a loop of its own."""
    return await asyncio.to_thread(run, "nudges", *arguments)


async def found(run: Run, *arguments: str) -> Any:
    """The one JSON object of a command that did what it was asked to."""
    status, output, _ = await told(run, *arguments, "--json")
    assert status == 0, output
    return json.loads(output)


def a_change(rows: Rows, person: str, **given: Any) -> Any:
    values = {"id": uuid4(), "days": 2, "next": 0, "outcome": None, "because": None} | given
    rows(CHANGED, person=person, **values)
    return values["id"]


def a_message(rows: Rows, change: Any, person: str, state: str, reason: str | None = None) -> str:
    values = {"id": uuid4(), "change": change, "person": person, "state": state}
    reference = f"PB-{uuid4().hex[:7].upper()}"
    shadow = state == "shadow"
    rows(NUDGED, **values, reference=reference, shadow=shadow)
    if not shadow:
        rows(QUEUED, **values, message=uuid4(), reason=reason)
    return reference


def upn(tenant: Simulation, person: str) -> str:
    return tenant.tenant.people[person].upn


def everything(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    names = sorted(row["table_name"] for row in rows(TABLES))
    return {name: rows(f'select * from "{name}" order by 1::text') for name in names}
