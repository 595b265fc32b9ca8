"""The rows of sweeps: claims, pages that are stored all or none, and Photobot's own writes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.rows import dict_row

from bot.core.lease import Lease
from bot.storage.database import Database
from bot.storage.own_writes import OwnWriteRows
from bot.storage.sweeps import delete_expired
from bot.storage.watch import WatchRows
from bot.storage.watch_counts import count_watched
from bot.watch.change import ChangeKind
from bot.watch.notice import Noticed, WatchedPerson, notice
from bot.watch.ports import (
    AccountKind,
    Member,
    MembersPage,
    PhotosPage,
    SweepLost,
    SweepPhase,
    WatchRun,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVERY = timedelta(hours=6)
RETENTION = timedelta(days=30)
MINUTE = timedelta(minutes=1)
ME, OTHER = "me", "other"
EVERYBODY = tuple(AccountKind)


@pytest.fixture
def rows(database: Database) -> WatchRows:
    return WatchRows(database, uuid4, RETENTION)


async def claim(
    rows: WatchRows,
    owner: str = ME,
    now: datetime = NOW,
    every: timedelta | None = EVERY,
) -> WatchRun | None:
    return await rows.claim(Lease(owner, now + MINUTE), now, every)


def members(*subjects: str, link: str = "later", last: bool = True) -> MembersPage:
    return MembersPage(tuple(map(Member, subjects)), link, is_last=last)


async def known(rows: WatchRows, *accounts: AccountKind) -> dict[str, str | None]:
    people = await rows.people("", accounts or EVERYBODY, 100)
    return {each.subject: each.etag for each in people}


async def read(
    rows: WatchRows, now: datetime = NOW, owner: str = ME, **etags: str
) -> Sequence[Noticed]:
    """Store a page of readings as a sweep does."""
    people = {each.subject: each for each in await rows.people("", EVERYBODY, 100)}
    found = (notice(people[subject], etag, now) for subject, etag in etags.items())
    noticed = tuple(each for each in found if each)
    page = PhotosPage(max(etags), len(etags), 0, 1, noticed)
    await rows.save_photos(owner, page, now)
    return noticed


async def changes(database: Database) -> list[dict[str, Any]]:
    return await database.rows("select * from photo_change order by subject", (), dict_row)


async def kinds(database: Database) -> dict[str, str]:
    return {row["subject"]: row["kind"] for row in await changes(database)}


async def own_write(
    database: Database, subject: str, at: datetime, outcome: str | None, target: str
) -> None:
    """A row of the audit, and its result where there is one."""
    effect = uuid4()
    await database.change(
        "insert into effect (id, subject, actor, act, action, target, at, expires_at)"
        " values (%s, %s, 'command', 'replace', 'write', %s, %s, %s)",
        (effect, subject, target, at, at + RETENTION),
    )
    if outcome:
        await database.change(
            "insert into effect_result (effect_id, outcome, at) values (%s, %s, %s)",
            (effect, outcome, at),
        )


async def swept(rows: WatchRows, now: datetime, **etags: str) -> None:
    """A whole sweep."""
    assert await claim(rows, now=now)
    await rows.save_members(ME, members(*etags), now)
    await read(rows, now, **etags)
    await rows.finish(ME, now)


async def test_a_sweep_is_due_at_first_and_again_after_its_interval(rows: WatchRows) -> None:
    run = await claim(rows)
    assert run is not None
    assert (run.phase, run.started_at, run.generation) == (SweepPhase.MEMBERSHIP, NOW, 1)
    await rows.save_members(ME, members(), NOW)
    await rows.finish(ME, NOW + MINUTE)
    assert await claim(rows, now=NOW + EVERY - timedelta(seconds=1)) is None
    run = await claim(rows, now=NOW + EVERY)
    assert run is not None
    assert (run.started_at, run.previous_started_at) == (NOW + EVERY, NOW)
    assert (run.finished_at, run.baseline_at) == (NOW + MINUTE, NOW + MINUTE)
    assert (run.delta_link, run.generation) == ("later", 1)


async def test_a_sweep_can_be_made_before_it_is_due(rows: WatchRows) -> None:
    await swept(rows, NOW, ada="1")
    assert await claim(rows, now=NOW + MINUTE) is None
    assert await claim(rows, now=NOW + MINUTE, every=None)


async def test_a_sweep_belongs_to_one_process_until_its_lease_ends(rows: WatchRows) -> None:
    assert await claim(rows)
    assert await claim(rows, OTHER, every=None) is None
    await rows.renew(Lease(ME, NOW + 3 * MINUTE))
    assert await claim(rows, OTHER, now=NOW + 2 * MINUTE) is None
    run = await claim(rows, OTHER, now=NOW + 3 * MINUTE)
    assert run is not None
    assert run.started_at == NOW


async def test_who_lost_the_lease_stores_nothing_more(rows: WatchRows, database: Database) -> None:
    await claim(rows)
    await rows.save_members(ME, members("ada"), NOW)
    await claim(rows, OTHER, now=NOW + MINUTE)
    with pytest.raises(SweepLost):
        await rows.renew(Lease(ME, NOW + EVERY))
    with pytest.raises(SweepLost):
        await read(rows, ada="1")
    with pytest.raises(SweepLost):
        await rows.save_members(ME, members("bob"), NOW)
    with pytest.raises(SweepLost):
        await rows.restart_membership(ME)
    with pytest.raises(SweepLost):
        await rows.finish(ME, NOW)
    await rows.interrupt(ME, "late", NOW)
    assert await known(rows) == {"ada": None}
    run = (await count_watched(database)).run
    assert run.lease == Lease(OTHER, NOW + 2 * MINUTE)
    assert run.trouble is None


async def test_an_interrupted_sweep_goes_on_at_its_cursor_when_it_is_time(rows: WatchRows) -> None:
    await claim(rows)
    await rows.save_members(ME, members("ada", "bob", last=False, link="page 2"), NOW)
    await rows.interrupt(ME, "graph: throttled", NOW + 10 * MINUTE)
    assert await claim(rows, now=NOW + 9 * MINUTE) is None
    run = await claim(rows, now=NOW + 10 * MINUTE)
    assert run is not None
    assert (run.phase, run.cursor) == (SweepPhase.MEMBERSHIP, "page 2")
    await rows.save_members(ME, members(), NOW)
    await read(rows, ada="1")
    await rows.interrupt(ME, None, None)
    run = await claim(rows, now=NOW + 10 * MINUTE)
    assert run is not None
    assert (run.phase, run.cursor, run.seen) == (SweepPhase.PHOTOS, "ada", 1)
    assert (run.membership_requests, run.photo_requests) == (2, 1)


async def test_accounts_are_told_apart_and_what_is_left_out_stays(rows: WatchRows) -> None:
    await claim(rows)
    page = (
        Member("ada", enabled=True, guest=False),
        Member("bob", enabled=False, guest=True),
        Member("cy", guest=True),
        Member("dee"),
    )
    await rows.save_members(ME, MembersPage(page, "x", is_last=False), NOW)
    assert [*await known(rows, AccountKind.MEMBER)] == ["ada", "dee"]
    assert [*await known(rows, AccountKind.DISABLED)] == ["bob"]
    assert [*await known(rows, AccountKind.GUEST)] == ["cy"]
    changed = (Member("bob", enabled=True), Member("ada", gone=True), Member("eve", gone=True))
    await rows.save_members(ME, MembersPage(changed, "y", is_last=True), NOW)
    assert [*await known(rows, AccountKind.GUEST)] == ["bob", "cy"]
    assert [*await known(rows, AccountKind.GONE)] == ["ada"]
    assert [*await known(rows)] == ["ada", "bob", "cy", "dee"]


async def test_reading_the_whole_directory_again_makes_nobody_new(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1", bob="1", cy="1")
    later = NOW + EVERY
    await claim(rows, now=later)
    await rows.restart_membership(ME)
    await rows.save_members(ME, members("ada", last=False), later)
    await rows.save_members(ME, members("bob", "dee"), later)
    assert await known(rows, AccountKind.MEMBER) == {"ada": "1", "bob": "1", "dee": None}
    assert await known(rows, AccountKind.GONE) == {"cy": "1"}
    await read(rows, later, ada="1", bob="1", dee="1")
    assert await changes(database) == []


async def test_changes_alone_say_nothing_of_those_they_do_not_name(rows: WatchRows) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await claim(rows, now=NOW + EVERY)
    await rows.save_members(ME, members("ada"), NOW + EVERY)
    assert await known(rows, AccountKind.MEMBER) == {"ada": "1", "bob": "1"}


async def test_who_comes_back_is_not_new(rows: WatchRows, database: Database) -> None:
    await swept(rows, NOW, ada="1")
    await claim(rows, now=NOW + EVERY)
    gone = MembersPage((Member("ada", gone=True),), "x", is_last=True)
    await rows.save_members(ME, gone, NOW + EVERY)
    await rows.finish(ME, NOW + EVERY)
    await swept(rows, NOW + 2 * EVERY, ada="1")
    assert await known(rows, AccountKind.MEMBER) == {"ada": "1"}
    assert await changes(database) == []


async def test_who_left_long_ago_is_forgotten(rows: WatchRows) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await claim(rows, now=NOW + EVERY)
    gone = MembersPage((Member("ada", gone=True),), "x", is_last=True)
    await rows.save_members(ME, gone, NOW + EVERY)
    await rows.finish(ME, NOW + EVERY)
    assert [*await known(rows)] == ["ada", "bob"]
    await swept(rows, NOW + EVERY + RETENTION, bob="1")
    assert [*await known(rows)] == ["bob"]


async def test_the_first_reading_is_a_baseline_and_a_later_difference_a_change(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1", bob="", cy="1", dee="1")
    assert await changes(database) == []
    later = NOW + EVERY
    await swept(rows, later, ada="2", bob="1", cy="1", dee="", eve="1")
    assert await kinds(database) == {"ada": "changed", "bob": "new"}
    [ada, _] = await changes(database)
    assert (ada["etag"], ada["noticed_at"], ada["not_before"]) == ("2", later, later)
    assert (ada["state"], ada["nudges"], ada["expires_at"]) == ("open", 0, later + RETENTION)
    assert await known(rows) == {"ada": "2", "bob": "1", "cy": "1", "dee": "1", "eve": "1"}
    await swept(rows, NOW + 2 * EVERY, dee="")
    [*_, dee] = await changes(database)
    assert (dee["kind"], dee["etag"], dee["noticed_at"]) == ("vanished", None, later)
    counts = await count_watched(database)
    assert (counts.run.seen, counts.run.changed) == (1, 1)
    assert counts.changes == dict.fromkeys(ChangeKind, 1)
    assert counts.people == {AccountKind.MEMBER: 5}
    assert counts.unread == 0


async def test_a_later_change_takes_the_place_of_an_open_one(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await swept(rows, NOW + EVERY, ada="2")
    [first] = await changes(database)
    await database.change(
        "update photo_change set nudges = 2, outcome = 'nudge', lease_owner = 'x',"
        " lease_until = %s, not_before = %s",
        (NOW, NOW + RETENTION),
    )
    await swept(rows, NOW + 2 * EVERY, ada="3")
    [second] = await changes(database)
    assert second["id"] != first["id"]
    assert (second["etag"], second["nudges"], second["outcome"]) == ("3", 0, None)
    assert (second["lease_owner"], second["not_before"]) == (None, NOW + 2 * EVERY)


async def test_an_ended_change_stays_beside_a_new_one_until_its_retention_ends(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await swept(rows, NOW + EVERY, ada="2")
    await database.change("update photo_change set state = 'ended'", ())
    await swept(rows, NOW + 2 * EVERY, ada="3")
    assert len(await changes(database)) == 2
    assert await delete_expired(database, NOW + 3 * EVERY + RETENTION) == 1
    assert [row["state"] for row in await changes(database)] == ["open"]


async def test_a_page_is_stored_all_or_none(rows: WatchRows, database: Database) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await claim(rows, now=NOW + EVERY)
    people = [WatchedPerson("ada", "1"), WatchedPerson("bob", "1")]
    noticed = tuple(Noticed(each, "2", NOW, kind=ChangeKind.CHANGED) for each in people)
    twice = WatchRows(database, lambda: UUID(int=1), RETENTION)
    with pytest.raises(Exception, match="duplicate key"):
        await twice.save_photos(ME, PhotosPage("bob", 2, 0, 1, noticed), NOW)
    assert await known(rows) == {"ada": "1", "bob": "1"}
    assert await changes(database) == []
    assert (await count_watched(database)).run.cursor is None


async def test_what_photobot_wrote_is_no_change(rows: WatchRows, database: Database) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await OwnWriteRows(database).note("ADA", "2", NOW + MINUTE)
    await OwnWriteRows(database).note("bob", "", NOW + MINUTE)
    await OwnWriteRows(database).note("unknown", "7", NOW + MINUTE)
    await swept(rows, NOW + EVERY, ada="2", bob="")
    assert await changes(database) == []
    await swept(rows, NOW + 2 * EVERY, ada="3")
    assert await kinds(database) == {"ada": "changed"}


async def test_an_own_write_during_a_sweep_is_not_overwritten_by_an_older_reading(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await claim(rows, now=NOW + EVERY)
    [before] = await rows.people("", EVERYBODY, 1)
    # The sweep reads somebody's change, then Photobot writes over it, then the page is stored.
    await OwnWriteRows(database).note("ada", "3", NOW + EVERY)
    late = notice(before, "2", NOW + EVERY)
    assert late is not None
    await rows.save_photos(ME, PhotosPage("ada", 1, 0, 1, (late,)), NOW + EVERY)
    assert await known(rows) == {"ada": "3"}
    assert await changes(database) == []


async def test_a_sweep_that_saw_an_own_write_before_it_was_noted_is_corrected(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await swept(rows, NOW + EVERY, ada="2", bob="2")
    await OwnWriteRows(database).note("ada", "2", NOW + EVERY)
    await OwnWriteRows(database).note("bob", "3", NOW + EVERY)
    # Bob changed his photo himself before.
    assert await kinds(database) == {"bob": "changed"}


@pytest.mark.parametrize("outcome", ["verified", "unknown", None])
async def test_an_own_write_whose_etag_was_not_noted_explains_one_difference(
    rows: WatchRows, database: Database, outcome: str | None
) -> None:
    await swept(rows, NOW, ada="1")
    await own_write(database, "ADA", NOW + MINUTE, outcome, "microsoft_365")
    await swept(rows, NOW + EVERY, ada="2")
    assert await changes(database) == []
    await swept(rows, NOW + 2 * EVERY, ada="3")
    assert await kinds(database) == {"ada": "changed"}


@pytest.mark.parametrize(
    ("outcome", "target", "at"),
    [
        ("failed", "microsoft_365", NOW + MINUTE),
        ("not_stored", "microsoft_365", NOW + MINUTE),
        ("verified", "sharepoint:L", NOW + MINUTE),
        ("verified", "microsoft_365", NOW - MINUTE),
    ],
)
async def test_a_write_that_explains_nothing_hides_no_change(
    rows: WatchRows, database: Database, outcome: str, target: str, at: datetime
) -> None:
    await own_write(database, "ada", at, outcome, target)
    await swept(rows, NOW, ada="1")
    await swept(rows, NOW + EVERY, ada="2")
    assert await kinds(database) == {"ada": "changed"}


async def test_an_own_write_after_which_a_sweep_saw_no_difference_hides_no_later_change(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await own_write(database, "ada", NOW + MINUTE, "unknown", "microsoft_365")
    await swept(rows, NOW + EVERY, ada="1")
    await swept(rows, NOW + 2 * EVERY, ada="2")
    assert await kinds(database) == {"ada": "changed"}


async def test_an_own_write_that_was_noted_hides_no_change_in_the_same_hours(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1")
    await own_write(database, "ada", NOW + MINUTE, "verified", "microsoft_365")
    await OwnWriteRows(database).note("ada", "2", NOW + 2 * MINUTE)
    await swept(rows, NOW + EVERY, ada="3")
    assert await kinds(database) == {"ada": "changed"}


async def test_people_come_in_pages_in_the_order_of_subjects(rows: WatchRows) -> None:
    await claim(rows)
    await rows.save_members(ME, members(*"dcbae"), NOW)
    first = await rows.people("", [AccountKind.MEMBER], 2)
    assert [each.subject for each in first] == ["a", "b"]
    rest = await rows.people("b", [AccountKind.MEMBER], 9)
    assert [each.subject for each in rest] == ["c", "d", "e"]
