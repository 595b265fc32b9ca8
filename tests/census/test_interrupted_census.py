"""A census waits, stops and goes on as services and processes fail, and loses nobody by it."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest

from bot.census import census as census_module
from bot.census import pace as pace_module
from bot.census.census import (
    ATTEMPTS,
    AWAY_SECONDS,
    CONCURRENCY,
    ENOUGH_TO_TELL,
    MAX_PAUSES,
    Unreadable,
)
from bot.census.finding import Counted
from bot.census.ports import CensusLost, CensusUnderWay
from bot.core.failures import FailureReason
from bot.core.lease import LEASE, Lease
from bot.photos.readings import NotRead
from bot.storage.census import CensusRows
from bot.storage.database import Database
from tests.census.companies import AWAY, BUSY, REFUSED, Office, counts, take
from tests.waiting import until
from tests.watch.sweeps import NOW, Company

LATE = NotRead(FailureReason.TIMED_OUT)


def staff(number: int) -> Office:
    """A company of so many people."""
    return Office(Company({f"{each:03}": "1" for each in range(number)}, page_size=20))


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
    await until(lambda: office.photos.at_a_time == CONCURRENCY)
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
