"""The rows of a census: counts that add up, whom a message would help, and their end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import uuid4

import pytest

from bot.census.finding import Counted, PersonFinding
from bot.census.ports import CensusLost, CensusRun
from bot.core.lease import Lease
from bot.photos.causes import Cause, Remedy
from bot.storage import census_counts
from bot.storage.census import CensusRows
from bot.storage.census_counts import census_rows, count_census, latest_census
from bot.storage.database import Database
from bot.storage.preferences import Preferences
from bot.storage.sweeps import delete_expired

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RETENTION = timedelta(days=30)
LEASE = Lease("me", NOW + MINUTE)
OLD = (Cause.SHAREPOINT_OLD,)
FOUND = (
    PersonFinding("ada", Counted.DIFFERS, NOW, OLD, Remedy.REPAIR),
    PersonFinding(
        "bob",
        Counted.DIFFERS,
        NOW,
        (Cause.SYNC_FROZEN, Cause.SHAREPOINT_OLD),
        Remedy.ASK_SUPPORT,
    ),
    PersonFinding("cy", Counted.DIFFERS, NOW, OLD, Remedy.VISIT_SHAREPOINT),
    PersonFinding("dee", Counted.DIFFERS, NOW, OLD, Remedy.CHECK_AGAIN),
    PersonFinding("eve", Counted.IN_SYNC, NOW, (Cause.ALL_IN_SYNC,), Remedy.CLEAR_CACHES),
    PersonFinding("fay", Counted.NOT_KNOWN, NOW, because="profile: throttled"),
    PersonFinding("gil", Counted.UNSURE, NOW, (), Remedy.VISIT_SHAREPOINT),
)

BLOCKED = (Cause.SIGN_IN_BLOCKED, *OLD)
READ_GROUPS: LiteralString = "update policy_groups_read set reading = %s"
EXCLUDE: LiteralString = "insert into policy_group_member values (%s, %s, 'excluded')"


@pytest.fixture
def rows(database: Database) -> CensusRows:
    return CensusRows(database, uuid4, RETENTION)


@pytest.fixture
async def run(rows: CensusRows) -> CensusRun:
    """A census of eight people, one of whom is not checked yet."""
    begun = await rows.claim(LEASE, NOW, anew=False)
    assert begun is not None
    everybody = [*(each.subject for each in FOUND), "hal"]
    await rows.save_members("me", everybody, [], "link", is_last=True)
    await rows.save("me", FOUND)
    return begun


async def test_counts_add_up_to_the_people(database: Database, run: CensusRun) -> None:
    found = await count_census(database, run)
    assert (found.people, found.waiting) == (8, 1)
    assert sum(found.verdicts.values()) + found.waiting == found.people
    assert found.verdicts == {
        Counted.DIFFERS: 4,
        Counted.IN_SYNC: 1,
        Counted.NOT_KNOWN: 1,
        Counted.UNSURE: 1,
    }
    assert found.causes[Counted.DIFFERS] == {Cause.SHAREPOINT_OLD: 3, Cause.SYNC_FROZEN: 1}
    assert found.causes[Counted.UNSURE] == {None: 1}
    for verdict, number in found.verdicts.items():
        assert sum(found.causes[verdict].values()) == number
    assert found.reasons == {"profile: throttled": 1}


async def test_those_are_written_to_whom_a_message_helps_and_who_want_one(
    database: Database, run: CensusRun
) -> None:
    assert (await count_census(database, run)).would_write_to == 2
    await Preferences(database).keep_quiet("CY", quiet=True)
    assert (await count_census(database, run)).would_write_to == 1
    told = [row.subject async for row in census_rows(database, run, to_write_to=True)]
    assert told == ["ada"]


async def test_nobody_is_written_to_who_is_excluded_or_may_not_sign_in(
    database: Database, rows: CensusRows, run: CensusRun
) -> None:
    await rows.save_members("me", ["ivy", "joe"], [], "", is_last=True)
    ivy = PersonFinding("ivy", Counted.DIFFERS, NOW, OLD, Remedy.REPAIR)
    await rows.save("me", [ivy, replace(ivy, subject="joe", causes=BLOCKED)])
    assert (await count_census(database, run)).would_write_to == 3
    former, latest = uuid4(), uuid4()
    await database.change(READ_GROUPS, (latest,))
    await database.change(EXCLUDE, (former, "ada"))
    await database.change(EXCLUDE, (latest, "ivy"))
    told = [row.subject async for row in census_rows(database, run, to_write_to=True)]
    assert told == ["ada", "cy"]


async def test_rows_come_once_each_in_pages(
    database: Database, run: CensusRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(census_counts, "PAGE", 2)
    read = [row async for row in census_rows(database, run)]
    assert [row.subject for row in read] == [each.subject for each in FOUND]
    assert read[1].causes == ["sync_frozen", "sharepoint_old"]
    assert (read[1].remedy, read[1].because, read[1].checked_at) == ("ask_support", None, NOW)
    assert (read[5].causes, read[5].remedy, read[5].because) == ([], None, "profile: throttled")
    assert {row.census for row in read} == {run.id}


async def test_what_was_found_first_of_a_person_stays(
    database: Database, rows: CensusRows, run: CensusRun
) -> None:
    await rows.save("me", [PersonFinding("ada", Counted.IN_SYNC, NOW)])
    assert (await count_census(database, run)).verdicts[Counted.DIFFERS] == 4
    assert await rows.size(run.id) == (8, 7)
    assert await rows.waiting(run.id, "", 10) == ["hal"]


@pytest.mark.usefixtures("run")
async def test_nothing_is_stored_for_an_owner_who_lost_the_lease(rows: CensusRows) -> None:
    assert await rows.claim(Lease("other", NOW + 9 * MINUTE), NOW + MINUTE, anew=False)
    for stores in (
        rows.save("me", FOUND),
        rows.finish("me", NOW),
        rows.save_members("me", ["zoe"], [], "", is_last=False),
        rows.restart_membership("me"),
        rows.take_watched("me", [], NOW),
        rows.renew(LEASE),
    ):
        with pytest.raises(CensusLost):
            await stores
    await rows.interrupt("me", "trouble")
    assert await rows.claim(LEASE, NOW + 2 * MINUTE, anew=True) is None


async def test_the_latest_census_is_the_one_that_began_last(
    database: Database, rows: CensusRows, run: CensusRun
) -> None:
    await rows.finish("me", NOW)
    latest = await latest_census(database)
    assert latest is not None
    assert (latest.id, latest.finished_at) == (run.id, NOW)
    await rows.claim(LEASE, NOW + MINUTE, anew=False)
    later = await latest_census(database)
    assert later is not None
    assert later.started_at == NOW + MINUTE


async def test_a_census_is_deleted_with_its_rows_when_it_is_old(
    database: Database, run: CensusRun
) -> None:
    assert await delete_expired(database, NOW + RETENTION - MINUTE) == 0
    assert await delete_expired(database, NOW + RETENTION) == 1
    assert await latest_census(database) is None
    assert [row async for row in census_rows(database, run)] == []
