"""The hold: when too many photos change within a day, and when an administrator says so."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.storage.database import Database
from bot.storage.watch_hold import FEW, WatchHold

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LIMIT = 100


@pytest.fixture
def hold(database: Database) -> WatchHold:
    return WatchHold(database)


async def company(database: Database, people: int, changes: int, at: datetime = NOW) -> None:
    """A company of so many people, of whom so many changed their photo."""
    await database.change(
        "insert into watched_person (subject, enabled, guest, generation)"
        " select 'person-' || number, true, false, 1 from generate_series(1, %s) as number"
        " on conflict do nothing",
        (people,),
    )
    await database.change(
        "insert into photo_change (id, subject, kind, noticed_at, not_before, expires_at)"
        " select gen_random_uuid(), 'person-' || number, 'changed', %(at)s, %(at)s, %(at)s"
        " from generate_series(1, %(changes)s) as number"
        " on conflict (subject) where state = 'open'"
        " do update set noticed_at = excluded.noticed_at",
        {"at": at, "changes": changes},
    )


@pytest.mark.parametrize(
    ("people", "changes", "held"),
    [
        (50, FEW, False),
        (50, FEW + 1, True),
        (5000, 50, False),
        (5000, 51, True),
        (30_000, LIMIT, False),
        (30_000, LIMIT + 1, True),
    ],
)
async def test_more_than_the_limit_or_one_in_a_hundred_holds_everything(
    database: Database, hold: WatchHold, people: int, changes: int, held: bool
) -> None:
    await company(database, people, changes)
    found = await hold.note_changes(LIMIT, NOW + MINUTE)
    assert (found.is_on, found.held_at is not None, found.because is not None) == (held,) * 3


async def test_changes_of_another_day_do_not_count(database: Database, hold: WatchHold) -> None:
    await company(database, 50, 40, at=NOW - DAY)
    assert not (await hold.note_changes(LIMIT, NOW)).is_on


async def test_a_hold_lasts_until_it_is_released_and_counts_anew_then(
    database: Database, hold: WatchHold
) -> None:
    await company(database, 50, 40)
    await hold.note_changes(LIMIT, NOW)
    assert (await hold.note_changes(LIMIT, NOW + 9 * DAY)).held_at == NOW
    await hold.release(NOW + MINUTE)
    assert not (await hold.note_changes(LIMIT, NOW + 2 * MINUTE)).is_on
    await company(database, 50, 30, at=NOW + 3 * MINUTE)
    assert (await hold.note_changes(LIMIT, NOW + 4 * MINUTE)).is_on


async def test_a_change_that_was_ended_counts_and_a_person_counts_once(
    database: Database, hold: WatchHold
) -> None:
    await company(database, 50, FEW)
    await database.change("update photo_change set state = 'ended'", ())
    await company(database, 50, FEW)
    assert not (await hold.note_changes(LIMIT, NOW + MINUTE)).is_on
    await database.change(
        "insert into photo_change (id, subject, kind, noticed_at, not_before, state, expires_at)"
        " values (%(id)s, 'person-50', 'new', %(at)s, %(at)s, 'ended', %(at)s)",
        {"id": uuid4(), "at": NOW},
    )
    assert (await hold.note_changes(LIMIT, NOW + MINUTE)).is_on


async def test_a_pause_and_a_hold_end_each_by_itself(database: Database, hold: WatchHold) -> None:
    await company(database, 50, 40)
    await hold.note_changes(LIMIT, NOW)
    await hold.pause(NOW)
    await hold.pause(NOW + DAY)
    await hold.release(NOW + MINUTE)
    found = await hold.get()
    assert (found.is_on, found.paused_at, found.held_at) == (True, NOW, None)
    await hold.resume()
    assert not (await hold.get()).is_on
