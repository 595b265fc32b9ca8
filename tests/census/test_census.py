"""A census of a company in memory: whom it counts, once, and how it survives interruptions."""

import asyncio
from contextlib import aclosing
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.census import census as census_module
from bot.census import pace as pace_module
from bot.census.census import (
    ATTEMPTS,
    AWAY_SECONDS,
    CONCURRENCY,
    ENOUGH_TO_TELL,
    MAX_PAUSES,
    Progress,
    Unreadable,
)
from bot.census.finding import Counted
from bot.census.ports import CensusCounts, CensusLost, CensusPhase, CensusUnderWay
from bot.core.failures import FailureReason, ServiceFailure
from bot.core.lease import LEASE, Lease
from bot.photos.readings import NoAccount, NotRead
from bot.storage.census import CensusRows
from bot.storage.census_counts import count_census, latest_census
from bot.storage.database import Database
from bot.storage.watch import WatchRows
from bot.watch.ports import AccountKind, Member
from tests.census.companies import AWAY, Office, take
from tests.watch.sweeps import NOW, THROTTLED, Company

RETENTION = timedelta(days=30)
BUSY = NotRead(FailureReason.THROTTLED)
LATE = NotRead(FailureReason.TIMED_OUT)
REFUSED = NotRead(FailureReason.NOT_PERMITTED, code="denied")
DAY = timedelta(days=1)


@pytest.fixture
def rows(database: Database) -> CensusRows:
    return CensusRows(database, uuid4, RETENTION)


@pytest.fixture
def office() -> Office:
    return Office(Company({"ada": "1", "bob": "1", "cy": "", "dee": "1", "eve": "1"}))


def staff(number: int) -> Office:
    """A company of so many people."""
    return Office(Company({f"{each:03}": "1" for each in range(number)}, page_size=20))


async def counts(database: Database) -> CensusCounts:
    run = await latest_census(database)
    assert run is not None
    return await count_census(database, run)


async def test_everybody_in_the_directory_is_counted_once(
    office: Office, rows: CensusRows, database: Database
) -> None:
    office.photos.stale = {"bob", "eve"}
    progress = await take(office.census(rows))
    assert progress[0] == Progress(0, 5)
    assert progress[-1] == Progress(5, 5)
    assert sorted(office.photos.checked) == [*office.company.photos]
    found = await counts(database)
    assert found.verdicts == {Counted.IN_SYNC: 3, Counted.DIFFERS: 2}
    assert (found.people, found.waiting) == (5, 0)
    assert (found.run.phase, found.run.lease) == (CensusPhase.ENDED, None)
    assert found.run.finished_at == office.company.now


async def test_another_census_begins_after_one_has_ended(
    office: Office, rows: CensusRows, database: Database
) -> None:
    await take(office.census(rows))
    office.company.now = NOW + DAY
    office.seconds = DAY.total_seconds()
    office.photos.stale = {"ada"}
    await take(office.census(rows))
    found = await counts(database)
    assert (found.run.started_at, found.verdicts[Counted.DIFFERS]) == (NOW + DAY, 1)


async def test_guests_disabled_accounts_and_leavers_are_left_out_unless_set(
    office: Office, rows: CensusRows
) -> None:
    office.company.members = {
        "ada": Member("ada", enabled=False),
        "bob": Member("bob", enabled=True, guest=True),
        "cy": Member("cy", gone=True),
        "dee": Member("dee", enabled=False, guest=True),
    }
    await take(office.census(rows))
    assert office.photos.checked == ["eve"]
    everybody = (AccountKind.MEMBER, AccountKind.GUEST, AccountKind.DISABLED)
    await take(office.census(rows, *everybody), anew=True)
    assert sorted(office.photos.checked[1:]) == ["ada", "bob", "dee", "eve"]


async def test_whom_a_later_page_calls_gone_is_not_counted(
    office: Office, rows: CensusRows
) -> None:
    office.company.page_size = 5
    office.company.photos |= {"fay": "1"}
    office.company.members = {"fay": Member("ada", gone=True)}
    await take(office.census(rows))
    assert sorted(office.photos.checked) == ["bob", "cy", "dee", "eve"]


async def test_people_come_from_the_sweeps_where_one_ended_today(
    office: Office, rows: CensusRows, database: Database
) -> None:
    office.company.members = {"ada": Member("ada", enabled=False)}
    await office.company.sweep(WatchRows(database, uuid4, RETENTION)).if_due()
    read = len(office.company.links)
    await take(office.census(rows))
    assert len(office.company.links) == read
    assert sorted(office.photos.checked) == ["bob", "cy", "dee", "eve"]


async def test_people_come_from_the_directory_where_the_sweeps_are_old(
    office: Office, rows: CensusRows, database: Database
) -> None:
    await office.company.sweep(WatchRows(database, uuid4, RETENTION)).if_due()
    office.company.photos["fay"] = "1"
    office.company.now = NOW + DAY + timedelta(minutes=1)
    await take(office.census(rows))
    assert "fay" in office.photos.checked


async def test_a_directory_that_fails_halfway_is_read_on_where_it_was_left(
    office: Office, rows: CensusRows, database: Database
) -> None:
    census = office.census(rows)
    pages = 0
    whole = office.company.page

    async def page(link: str | None) -> object:
        nonlocal pages
        pages += 1
        if pages == 2:
            raise THROTTLED
        return await whole(link)

    office.company.page = page  # type: ignore[method-assign,assignment]
    with pytest.raises(ServiceFailure):
        await take(census)
    run = await latest_census(database)
    assert run is not None
    assert (run.phase, run.trouble) == (CensusPhase.MEMBERSHIP, "graph: throttled")
    # Though a sweep ends meanwhile, one source names everybody.
    await office.company.sweep(WatchRows(database, uuid4, RETENTION)).if_due()
    await take(census)
    assert office.company.links == [None, *(None, "2", "4"), *("2", "4")]
    assert sorted(office.photos.checked) == [*office.company.photos]


async def test_an_expired_link_starts_the_directory_over(office: Office, rows: CensusRows) -> None:
    await rows.claim(Lease("dead", NOW), NOW, anew=False)
    office.company.now = NOW + LEASE
    dead = await rows.claim(Lease("dead", NOW + LEASE), NOW, anew=False)
    assert dead is not None
    await rows.save_members("dead", ["zoe"], [], "expired", is_last=False)
    office.company.dead = {"expired"}
    await take(office.census(rows))
    assert sorted(office.photos.checked) == [*office.company.photos]


async def test_a_directory_that_never_lets_a_reading_end_stops_the_census(
    office: Office, rows: CensusRows
) -> None:
    office.company.dead = {"2"}
    with pytest.raises(ServiceFailure, match="resync_again"):
        await take(office.census(rows))


async def test_whoever_was_throttled_or_late_is_checked_again(
    office: Office, rows: CensusRows, database: Database
) -> None:
    office.photos.failing = {"bob": [BUSY], "dee": [LATE, BUSY]}
    await take(office.census(rows))
    assert office.photos.checked.count("dee") == ATTEMPTS
    assert (await counts(database)).verdicts == {Counted.IN_SYNC: 5}


async def test_time_outs_make_it_slower(rows: CensusRows) -> None:
    office, slow = staff(5), staff(5)
    await take(office.census(rows))
    slow.photos.failing = {"000": [LATE, LATE]}
    await take(slow.census(rows))
    assert slow.seconds > 2 * office.seconds


async def test_the_limits_are_those_of_a_company_of_this_size(
    rows: CensusRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace_module, "TIERS", ((20, 3_000, 1_250),))
    small, large = staff(20), staff(21)
    await take(small.census(rows))
    await take(large.census(rows))
    assert large.seconds < small.seconds / 3


async def test_what_cannot_be_read_is_not_known_and_the_others_are_counted(
    office: Office, rows: CensusRows, database: Database
) -> None:
    office.photos.found = {"bob": REFUSED, "cy": NoAccount(), "eve": BUSY}
    await take(office.census(rows))
    found = await counts(database)
    assert found.verdicts == {Counted.IN_SYNC: 2, Counted.NOT_KNOWN: 3}
    assert found.reasons == {
        "account: not_permitted (denied)": 1,
        "account: throttled": 1,
        "no_account": 1,
    }


async def test_where_many_in_a_row_cannot_be_read_it_stops_and_counts_none_of_them(
    rows: CensusRows, database: Database
) -> None:
    office = staff(60)
    late = [f"{each:03}" for each in range(30, 60)]
    office.photos.found = dict.fromkeys(late, REFUSED)
    with pytest.raises(Unreadable, match="not_permitted"):
        await take(office.census(rows))
    found = await counts(database)
    assert (found.people, found.waiting) == (60, 30)
    assert found.run.trouble == "account: not_permitted (denied)"
    office.photos.found = {}
    office.photos.checked.clear()
    await take(office.census(rows))
    assert sorted(office.photos.checked) == late
    found = await counts(database)
    assert (found.waiting, found.verdicts, found.run.trouble) == (0, {Counted.IN_SYNC: 60}, None)


async def test_a_service_that_is_away_is_waited_for(rows: CensusRows, database: Database) -> None:
    office = staff(30)
    office.photos.is_away = lambda: 0.8 < office.seconds < 2 * AWAY_SECONDS
    progress = await take(office.census(rows))
    told = [each for each in progress if each.waits_for]
    assert [each.waits_for for each in told] == ["account: unavailable"] * 2
    assert 0 < told[0].checked < 30
    found = await counts(database)
    assert found.verdicts == {Counted.IN_SYNC: 30}
    assert 2 * AWAY_SECONDS < office.seconds < 4 * AWAY_SECONDS


async def test_a_service_that_stays_away_is_not_waited_for_without_end(
    rows: CensusRows, database: Database
) -> None:
    office = staff(30)
    office.photos.found = {f"{each:03}": AWAY for each in range(5, 30)}
    with pytest.raises(Unreadable, match="unavailable"):
        await take(office.census(rows))
    assert (await counts(database)).waiting == 25
    assert MAX_PAUSES * AWAY_SECONDS < office.seconds < (MAX_PAUSES + 1) * AWAY_SECONDS


async def test_a_few_in_a_row_are_left_out_each(rows: CensusRows, database: Database) -> None:
    office = staff(ENOUGH_TO_TELL + 10)
    office.photos.found = {f"{each:03}": REFUSED for each in range(ENOUGH_TO_TELL - 1)}
    await take(office.census(rows))
    assert (await counts(database)).verdicts[Counted.NOT_KNOWN] == ENOUGH_TO_TELL - 1


async def test_a_stop_keeps_what_was_found_and_the_next_goes_on_at_once(
    rows: CensusRows, database: Database
) -> None:
    office = staff(40)
    async with aclosing(office.census(rows).take()) as steps:
        async for progress in steps:
            if progress.checked == 15:
                break
    found = await counts(database)
    assert (found.waiting, found.run.lease, found.run.trouble) == (25, None, None)
    again = office.photos.checked.copy()
    office.photos.checked.clear()
    await take(office.census(rows))
    assert len(office.photos.checked) == 25
    # Only what was under way is done twice.
    assert len(set(again) & set(office.photos.checked)) <= CONCURRENCY


async def test_a_few_people_are_checked_at_a_time(rows: CensusRows) -> None:
    office = staff(60)
    office.photos.open.clear()
    taking = asyncio.create_task(take(office.census(rows)))
    async with asyncio.timeout(5):
        while office.photos.at_a_time < CONCURRENCY:  # noqa: ASYNC110 - nothing to be told by
            await asyncio.sleep(0.01)
    office.photos.open.set()
    await taking
    assert office.photos.most_at_a_time == CONCURRENCY


async def test_one_process_at_a_time_takes_a_census(office: Office, rows: CensusRows) -> None:
    office.photos.open.clear()
    taking = asyncio.create_task(take(office.census(rows)))
    await office.photos.reached.wait()

    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    with pytest.raises(CensusUnderWay):
        await take(office.census(rows, sleep=at_once))
    with pytest.raises(CensusUnderWay):
        await take(office.census(rows, sleep=at_once), anew=True)
    office.photos.open.set()
    await taking
    assert len(office.photos.checked) == 5


async def test_the_lease_of_a_process_that_was_killed_is_waited_for(
    office: Office, rows: CensusRows, database: Database
) -> None:
    await rows.claim(Lease("killed", NOW + LEASE), NOW, anew=False)
    await take(office.census(rows, sleep=office.pause))
    assert (await counts(database)).waiting == 0


async def test_a_census_that_another_process_took_over_stops(
    office: Office, rows: CensusRows, database: Database
) -> None:
    office.photos.open.clear()
    taking = asyncio.create_task(take(office.census(rows)))
    await office.photos.reached.wait()
    later = NOW + timedelta(minutes=2)
    assert await rows.claim(Lease("other", later + LEASE), later, anew=False)
    office.photos.open.set()
    with pytest.raises(CensusLost):
        await taking
    found = await counts(database)
    assert found.run.lease is not None
    assert (found.run.lease.owner, found.waiting) == ("other", 5)


async def test_an_interrupted_census_is_given_up_where_that_is_asked_for(
    rows: CensusRows, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(census_module, "PAGE", 3)
    office = staff(10)
    async with aclosing(office.census(rows).take()) as steps:
        async for progress in steps:
            if progress.checked == 2:
                break
    first = (await counts(database)).run
    office.photos.stale = {"000"}
    office.company.now += timedelta(hours=1)
    await take(office.census(rows), anew=True)
    found = await counts(database)
    assert found.run.id != first.id
    assert found.verdicts == {Counted.IN_SYNC: 9, Counted.DIFFERS: 1}
