"""The audit: looks, writes and messages in the order in which they came, in flat memory."""

import tracemalloc
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from typing import LiteralString
from uuid import uuid4

from bot.storage.audit_rows import Audited, AuditRow, audit_rows
from bot.storage.database import Database
from bot.storage.effects import Effects
from bot.storage.looks import Looks
from bot.storage.subject_leases import SubjectLeaseRows
from bot.use_cases.authorizer import COMMAND, POLICY, Act
from tests.storage.test_effects import NOW, SECOND, an_effect
from tests.storage.test_looks import AGENT, a_look

MESSAGE: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    reason, created_at, expires_at)
values (gen_random_uuid(), 'ada', 'ada', %(actor)s, %(kind)s, %(about)s, 'failed', %(at)s, %(at)s,
    0, 'blocked', %(at)s, %(at)s)
"""
NUDGE: LiteralString = """
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    expires_at)
values (%(about)s, gen_random_uuid(), 'ada', 'changed', %(at)s, 'PB-0123456', false, %(at)s, %(at)s)
"""
CROWD: LiteralString = """
insert into look (id, subject, actor, command, verdict, with_pictures, at, expires_at)
select gen_random_uuid(), n::text, 'agent:amara', 'check_photo', 'differs', false, now(), now()
from generate_series(1, %s) as n
"""


async def audited(database: Database, since: datetime | None = None) -> list[AuditRow]:
    async with aclosing(audit_rows(database, since)) as rows:
        return [row async for row in rows]


async def add_write(database: Database, at: datetime) -> None:
    lease = uuid4()
    assert await SubjectLeaseRows(database).take("ada", lease, 60)
    effect = replace(an_effect(at=at), actor=AGENT, act=Act.SYNC, reason="ticket 4711")
    assert await Effects(database).begin(effect, lease)
    await Effects(database).finish(effect.id, "failed", "403", at)
    by_command = replace(an_effect(at=at + SECOND), actor=COMMAND)
    assert await Effects(database).begin(by_command, lease)


async def add_message(database: Database, at: datetime) -> None:
    values = {"actor": str(POLICY), "kind": "nudge", "about": uuid4(), "at": at}
    await database.change(NUDGE, values)
    await database.change(MESSAGE, values)


async def test_looks_writes_and_messages_say_who_what_and_why(database: Database) -> None:
    await add_message(database, NOW + 3 * SECOND)
    await add_write(database, NOW + SECOND)
    await Looks(database).add(replace(a_look(NOW), with_pictures=True))
    look, write, by_command, message = await audited(database)
    assert (look.what, look.actor, look.subject) == (Audited.LOOK, AGENT, "ada")
    assert (look.act, look.target, look.outcome) == ("check", "pictures", "differs")
    assert (look.command, look.people) == ("check_photo", ("amara", "ada"))
    assert (write.what, write.actor, write.act) == (Audited.WRITE, AGENT, "sync")
    assert (write.target, write.outcome, write.detail) == ("sharepoint:L", "failed", "403")
    assert write.reason == "ticket 4711"
    assert (by_command.actor, by_command.outcome) == (COMMAND, None)
    assert (message.what, message.actor, message.reader) == (Audited.MESSAGE, POLICY, "ada")
    assert (message.act, message.outcome, message.detail) == ("nudge", "failed", "blocked")
    assert (message.reason, message.reference) == ("changed", "PB-0123456")


async def test_what_was_done_before_is_left_out(database: Database) -> None:
    await Looks(database).add(a_look(NOW))
    await add_write(database, NOW + SECOND)
    assert [row.what for row in await audited(database, NOW + SECOND)] == ["write", "write"]
    assert len(await audited(database, NOW)) == 3


async def test_memory_stays_flat(database: Database) -> None:
    await database.change(CROWD, (20_000,))
    tracemalloc.start()
    try:
        number = 0
        async with aclosing(audit_rows(database)) as rows:
            async for _ in rows:
                number += 1
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert number == 20_000
    assert peak < 4_000_000
