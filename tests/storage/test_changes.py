"""Rows of photo changes while they are decided about: claims, leases, and what others may write."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.core.lease import Lease
from bot.nudges.ports import Due, NoticedChange, NudgeRow, Outcome
from bot.storage.addressees import Addressees
from bot.storage.changes import ChangeRows
from bot.storage.database import Database
from bot.storage.nudges import NudgeRows
from bot.watch.change import ChangeKind

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MINE, THEIRS = Lease("mine", NOW + MINUTE), Lease("theirs", NOW + 3 * MINUTE)
WEEK = timedelta(days=7)


@pytest.fixture
def addressees() -> Addressees:
    return Addressees("", is_shadow=False, fresh_for=DAY, now=lambda: NOW)


@pytest.fixture
def rows(database: Database, addressees: Addressees) -> ChangeRows:
    return ChangeRows(database, addressees)


@pytest.fixture
def nudges(database: Database, addressees: Addressees) -> NudgeRows:
    return NudgeRows(database, addressees)


async def noticed(database: Database, *subjects: str, at: datetime = NOW) -> None:
    for subject in subjects:
        await database.change(
            "insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at)"
            " values (%(id)s, %(subject)s, 'changed', %(at)s, %(at)s, %(at)s)",
            {"id": uuid4(), "subject": subject, "at": at},
        )


def a_nudge(due: Due) -> NudgeRow:
    change = due.change
    return NudgeRow(
        id=uuid4(),
        subject=change.subject,
        change=NoticedChange(change.id, ChangeKind.CHANGED, change.noticed_at),
        reference=f"PB-{uuid4().hex[:7].upper()}",
        is_shadow=False,
        created_at=NOW,
        expires_at=NOW + DAY,
    )


async def claimed(rows: ChangeRows, lease: Lease = MINE, now: datetime = NOW) -> Due:
    [due] = await rows.claim(lease, now, 10)
    return due


async def test_claims_at_the_same_time_get_different_changes(
    database: Database, rows: ChangeRows
) -> None:
    await noticed(database, *(f"person-{number}" for number in range(20)))
    claims = await asyncio.gather(
        *(rows.claim(Lease(str(owner), NOW + MINUTE), NOW, 5) for owner in range(6))
    )
    subjects = [due.change.subject for claim in claims for due in claim]
    assert len(subjects) == len(set(subjects)) == 20


async def test_what_is_claimed_is_free_again_when_the_lease_ran_out(
    database: Database, rows: ChangeRows
) -> None:
    await noticed(database, "ada")
    await claimed(rows)
    assert await rows.claim(THEIRS, NOW, 10) == []
    await claimed(rows, THEIRS, MINE.until)


async def test_who_lost_the_lease_can_note_nothing(
    database: Database, rows: ChangeRows, nudges: NudgeRows
) -> None:
    await noticed(database, "ada")
    lost = await claimed(rows)
    await claimed(rows, THEIRS, MINE.until)
    assert not await rows.wait(lost, NOW + DAY, Outcome.WAITS, None)
    assert not await rows.end(lost, Outcome.DROPPED, "settled", NOW)
    assert not await rows.nudge(lost, a_nudge(lost), Outcome.NUDGED, NOW)
    assert not await rows.count(lost, arrived=True, now=NOW)
    assert await database.rows("select id from nudge", (), lambda _: tuple) == []


async def test_a_released_change_is_claimed_by_another(
    database: Database, rows: ChangeRows
) -> None:
    await noticed(database, "ada")
    await claimed(rows)
    await rows.release("mine")
    await claimed(rows, THEIRS)


async def test_a_change_that_is_put_off_is_lost_by_who_decides_about_it(
    database: Database, rows: ChangeRows
) -> None:
    await noticed(database, "ada")
    due = await claimed(rows)
    await rows.put_off("ADA", NOW + DAY)
    assert not await rows.end(due, Outcome.DROPPED, None, NOW)
    assert await rows.claim(THEIRS, NOW + DAY - MINUTE, 10) == []
    await claimed(rows, THEIRS, NOW + DAY)


async def test_a_message_is_counted_once_however_often_it_is_noted(
    database: Database, rows: ChangeRows
) -> None:
    await noticed(database, "ada")
    due = await claimed(rows)
    assert await rows.nudge(due, a_nudge(due), Outcome.NUDGED, NOW)
    await rows.release("mine")
    due = await claimed(rows)
    assert due.sent is not None
    assert due.sent.state is None
    for _ in range(2):
        assert await rows.count(due, arrived=True, now=NOW)
    await rows.release("mine")
    again = await claimed(rows)
    assert (again.change.nudges, again.sent) == (1, None)


@pytest.mark.parametrize("quiet", [False, True])
async def test_of_many_messages_to_one_person_at_once_one_gets_the_week(
    database: Database, nudges: NudgeRows, quiet: bool
) -> None:
    await database.change("insert into preference (person_id, quiet) values ('ada', %s)", (quiet,))
    ids = [uuid4() for _ in range(8)]

    async def claim(nudge: UUID) -> bool:
        return await nudges.claim_week("ada", nudge, NOW, NOW - WEEK)

    won = await asyncio.gather(*map(claim, ids))
    assert sum(won) == (0 if quiet else 1)
    # Composed once more it still has it, and the others still don't.
    assert [await claim(each) for each in ids] == won
    assert await nudges.claim_week("ada", uuid4(), NOW + WEEK, NOW) is not quiet


async def test_a_pause_keeps_the_week_from_everybody_until_it_ends(
    database: Database, nudges: NudgeRows
) -> None:
    await database.change(
        "insert into preference (person_id, paused_until) values ('ada', %s)", (NOW + DAY,)
    )
    assert not await nudges.claim_week("ada", uuid4(), NOW, NOW - WEEK)
    assert await nudges.claim_week("ada", uuid4(), NOW + DAY, NOW + DAY - WEEK)


async def test_somebody_without_any_preference_gets_the_week_once(nudges: NudgeRows) -> None:
    won = await asyncio.gather(
        *(nudges.claim_week("ada", uuid4(), NOW, NOW - WEEK) for _ in range(8))
    )
    assert sum(won) == 1
