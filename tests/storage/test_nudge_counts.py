"""The report's queries: every row of the time is counted once, whatever rows there are."""

import random
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import uuid4

import pytest
from psycopg.rows import scalar_row

from bot.commands.nudge_report import ENDS
from bot.outbox.message import MessageState
from bot.storage.database import Database
from bot.storage.nudge_counts import report_nudges
from bot.storage.presses import Presses

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)

CHANGE: LiteralString = """
insert into photo_change (id, subject, kind, noticed_at, not_before, state, outcome, because,
    expires_at)
values (gen_random_uuid(), gen_random_uuid()::text, 'changed', %(at)s, %(at)s, %(state)s,
    %(outcome)s, %(because)s, %(at)s)
"""
NUDGE: LiteralString = """
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    expires_at)
values (%(id)s, gen_random_uuid(), %(person)s, 'changed', %(at)s, %(id)s::text, %(shadow)s, %(at)s,
    %(at)s)
"""
MESSAGE: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    reason, lease_owner, lease_until, created_at, expires_at)
values (%(message)s, %(person)s, %(person)s, 'policy', 'nudge', %(id)s, %(state)s, %(at)s, %(at)s,
    0, %(reason)s, %(owner)s, case when %(owner)s::text is not null then %(at)s end, %(at)s, %(at)s)
"""


async def add_change(database: Database, dice: random.Random) -> None:
    values = {
        "at": NOW - timedelta(days=dice.randrange(14)),
        "state": dice.choice(["open", "ended"]),
        "outcome": dice.choice([None, "waits", "dropped", "nudged", "would_nudge"]),
        "because": dice.choice([None, "grace", "settled"]),
    }
    await database.change(CHANGE, values)


async def add_message(database: Database, dice: random.Random, number: int) -> None:
    """A message that is or isn't queued, sent, pressed, put off, or of shadow mode."""
    state, message, person = dice.choice([*MessageState, None]), uuid4(), f"person-{number % 7}"
    is_reminder, is_shadow = dice.random() < 0.2, dice.random() < 0.3
    values = {
        "id": None if is_reminder else uuid4(),
        "message": message,
        "person": f"{person}-{number}" if is_reminder else person,
        "at": NOW - timedelta(days=dice.randrange(14)),
        "shadow": is_shadow,
        "state": state or MessageState.QUEUED,
        "reason": dice.choice([None, "blocked", "interrupted"]),
        "owner": "somebody" if state is MessageState.SENDING else None,
    }
    if not is_reminder:
        await database.change(NUDGE, values)
    if is_reminder or (state and not is_shadow):
        await database.change(MESSAGE, values)
        if known := dice.choice([None, "opened", "tapped"]):
            reader, automatic = str(values["person"]).upper(), known == "opened"
            await Presses(database).note_press(message, reader, NOW, automatic=automatic)


@pytest.mark.parametrize("seed", range(4))
async def test_counts_add_up_to_the_rows_of_the_time(database: Database, seed: int) -> None:
    dice = random.Random(seed)
    for number in range(60):
        await add_change(database, dice)
        await add_message(database, dice, number)

    async def counted(query: LiteralString) -> int:
        return await database.row(query, (SINCE,), scalar_row) or 0

    report = await report_nudges(database, SINCE)
    changes = await counted("select count(*) from photo_change where noticed_at >= %s")
    assert report.changes == changes == sum(group.number for group in report.decided) > 0
    sent = await counted("select count(*) from nudge where not is_shadow and created_at >= %s")
    assert report.messages.asked_for == sent > 0
    reminders = await counted("select count(*) from outbox where about is null and created_at>=%s")
    assert report.reminders.asked_for == reminders > 0
    shadow = await counted("select count(*) from nudge where is_shadow and created_at >= %s")
    assert report.would_send == shadow >= report.would_write_to > 0
    for counts in (report.messages, report.reminders):
        assert sum(getattr(counts, end) for end in ENDS) == counts.asked_for
        assert sum(counts.failed_because.values()) == counts.failed
        assert counts.tapped <= counts.opened <= counts.delivered
    assert 0 < report.messages.tapped < report.messages.opened
    assert report.reminders.opened > 0
    later = await report_nudges(database, NOW + timedelta(days=1))
    assert (later.changes, later.messages.asked_for, later.would_send) == (0, 0, 0)
