"""The list of photo changes: newest first, each once with all its messages, in flat memory."""

import tracemalloc
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID, uuid4

from psycopg.rows import scalar_row

from bot.nudges.listing import ListedChange, ListedState, ListFilter
from bot.outbox.message import MessageState
from bot.storage.database import Database
from bot.storage.nudge_list import listed_changes

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

CHANGE: LiteralString = """
insert into photo_change (id, subject, kind, noticed_at, not_before, state, expires_at)
values (%(id)s, %(subject)s, 'changed', %(at)s, %(at)s, %(state)s, %(at)s)
"""
NUDGE: LiteralString = """
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    expires_at)
values (%(id)s, %(change)s, %(subject)s, 'changed', %(at)s, %(id)s::text, false, %(at)s, %(at)s)
"""
MESSAGE: LiteralString = """
insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    created_at, expires_at)
values (gen_random_uuid(), %(reader)s, %(reader)s, 'policy', 'nudge', %(about)s, %(state)s, %(at)s,
    %(at)s, 0, %(at)s, %(at)s)
"""
CROWD: LiteralString = """
with changed as (
    insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at)
    select gen_random_uuid(), n::text, 'changed', now(), now(), now()
    from generate_series(1, %s) as n returning id, subject
)
insert into nudge (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at,
    expires_at)
select gen_random_uuid(), id, subject, 'changed', now(), subject, false, now(), now() from changed
"""


async def changed(
    database: Database, subject: str, at: datetime = NOW, state: str = "open"
) -> UUID:
    change = uuid4()
    values = {"id": change, "subject": subject, "at": at, "state": state}
    await database.change(CHANGE, values)
    return change


async def nudged(database: Database, change: UUID, subject: str, at: datetime = NOW) -> UUID:
    nudge = uuid4()
    await database.change(NUDGE, {"id": nudge, "change": change, "subject": subject, "at": at})
    return nudge


async def listed(database: Database, wanted: ListFilter | None = None) -> list[ListedChange]:
    async with aclosing(listed_changes(database, wanted or ListFilter())) as changes:
        return [change async for change in changes]


async def test_each_change_is_listed_once_with_its_messages_in_their_order(
    database: Database,
) -> None:
    change = await changed(database, "ada")
    second = await nudged(database, change, "ada", NOW + DAY)
    first = await nudged(database, change, "ada", NOW)
    await database.change(
        MESSAGE, {"reader": "ada", "about": first, "state": "delivered", "at": NOW}
    )
    [only] = await listed(database)
    assert (only.id, only.next_at) == (change, NOW)
    assert [message.reference for message in only.messages] == [str(first), str(second)]
    assert [message.state for message in only.messages] == [MessageState.DELIVERED, None]


async def test_a_message_whose_change_was_replaced_is_listed_as_past(database: Database) -> None:
    await changed(database, "ada", NOW)
    earlier = uuid4()
    await nudged(database, earlier, "ada", NOW - DAY)
    await nudged(database, earlier, "ada", NOW - DAY)
    open_one, past = await listed(database)
    assert (open_one.state, open_one.messages) == (ListedState.OPEN, ())
    assert (past.id, past.state, past.next_at) == (earlier, ListedState.PAST, None)
    assert len(past.messages) == 2


async def test_a_reminder_is_told_whatever_case_the_client_writes_the_id_in(
    database: Database,
) -> None:
    await changed(database, "ada")
    values = {"reader": "ADA", "about": None, "state": "queued", "at": NOW + DAY}
    await database.change(MESSAGE, values)
    [change] = await listed(database)
    assert change.reminder_at == NOW + DAY


async def test_the_newest_come_first_and_a_limit_counts_changes_not_messages(
    database: Database,
) -> None:
    for days in range(5):
        change = await changed(database, f"person-{days}", NOW - days * DAY)
        for _ in range(3):
            await nudged(database, change, f"person-{days}")
    names = [change.subject for change in await listed(database, ListFilter(limit=3))]
    assert names == ["person-0", "person-1", "person-2"]
    since = await listed(database, ListFilter(since=NOW - DAY))
    assert [len(change.messages) for change in since] == [3, 3]


async def test_memory_is_as_flat_for_many_changes_as_for_few(database: Database) -> None:
    async def peak() -> int:
        tracemalloc.start()
        try:
            async with aclosing(listed_changes(database, ListFilter())) as changes:
                seen = {change.subject async for change in changes}
            assert len(seen) == await database.row(
                "select count(*) from photo_change", (), scalar_row
            )
            seen.clear()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    await database.change(CROWD, (2_000,))
    few = await peak()
    await database.change("delete from photo_change", ())
    await database.change("delete from nudge", ())
    await database.change(CROWD, (12_000,))
    assert await peak() < few + 3_000_000
