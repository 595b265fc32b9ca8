"""A census counts everybody in the directory once, also those who cannot be read."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.census.census import Progress
from bot.census.finding import Counted
from bot.census.ports import CensusPhase
from bot.core.failures import ServiceFailure
from bot.core.lease import LEASE, Lease
from bot.photos.readings import NoAccount
from bot.storage.census import CensusRows
from bot.storage.census_counts import latest_census
from bot.storage.database import Database
from bot.storage.watch import WatchRows
from bot.watch.ports import AccountKind, Member
from tests.census.companies import BUSY, REFUSED, RETENTION, Office, counts, take
from tests.watch.sweeps import NOW, THROTTLED

DAY = timedelta(days=1)


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
    office: Office, rows: CensusRows, database: Database, monkeypatch: pytest.MonkeyPatch
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

    monkeypatch.setattr(office.company, "page", page)
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
