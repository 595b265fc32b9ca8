import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from psycopg.rows import tuple_row
from structlog.testing import capture_logs

from bot.storage.database import Database
from bot.storage.watch import WatchRows
from bot.storage.watch_counts import count_watched
from bot.watch import sweep as sweep_module
from bot.watch.ports import AccountKind, Member, SweepPhase
from bot.watch.sweep import ENOUGH_TO_TELL, PAGES_AHEAD
from tests.core.counted import Counted
from tests.watch.sweeps import BROKEN, EVERY, MINUTE, NOW, REFUSED, THROTTLED, Company

RETENTION = timedelta(days=30)


@pytest.fixture
def rows(database: Database) -> WatchRows:
    return WatchRows(database, uuid4, RETENTION)


@pytest.fixture
def company() -> Company:
    return Company({"ada": "1", "bob": "1", "cy": "", "dee": "1", "eve": "1"})


async def changes(database: Database) -> dict[str, str]:
    found = await database.rows("select subject, kind from photo_change", (), tuple_row)
    return dict(found)


async def test_the_first_sweep_is_a_baseline_and_the_second_notices_changes(
    company: Company, rows: WatchRows, database: Database
) -> None:
    sweep = company.sweep(rows)
    assert await sweep.if_due()
    run = (await count_watched(database)).run
    assert (run.phase, run.seen, run.changed, run.failed) == (SweepPhase.IDLE, 5, 0, 0)
    assert (run.membership_requests, run.photo_requests) == (3, 1)
    assert (run.baseline_at, run.lease) == (NOW, None)
    assert not await sweep.if_due()
    company.now += EVERY
    company.photos |= {"ada": "2", "cy": "1"}
    assert await sweep.if_due()
    assert await changes(database) == {"ada": "changed", "cy": "new"}
    assert company.links == [None, "2", "4", "later"]


async def test_what_every_page_holds_is_counted(
    company: Company, rows: WatchRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep_module, "PAGE", 2)
    counted = Counted()
    sweep = replace(company.sweep(rows), metrics=counted.metrics)
    await sweep.if_due()
    company.now += EVERY
    company.photos |= {"ada": "2", "cy": "1"}
    company.unread = {"eve": BROKEN}
    await sweep.if_due()
    assert counted.of("photobot.watch.seen") == 9
    assert counted.of("photobot.watch.changed") == 2
    assert counted.of("photobot.watch.failed") == 1


async def test_guests_and_disabled_accounts_are_left_out_but_stay_known(
    company: Company, rows: WatchRows, database: Database
) -> None:
    await company.sweep(rows).if_due()
    company.members = {"ada": Member("ada", enabled=False), "bob": Member("bob", guest=True)}
    company.now += EVERY
    await company.sweep(rows).if_due()
    assert company.asked[-1] == ["cy", "dee", "eve"]
    # Ada is enabled again, with the photo that she had.
    company.members["ada"] = Member("ada", enabled=True)
    company.now += EVERY
    await company.sweep(rows, AccountKind.MEMBER, AccountKind.GUEST).if_due()
    assert company.asked[-1] == ["ada", "bob", "cy", "dee", "eve"]
    assert await changes(database) == {}


async def test_who_joins_later_starts_with_a_baseline(
    company: Company, rows: WatchRows, database: Database
) -> None:
    await company.sweep(rows).if_due()
    company.photos |= {"fay": "1", "gil": ""}
    company.members = {each: Member(each) for each in ("fay", "gil")}
    company.now += EVERY
    await company.sweep(rows).if_due()
    assert await changes(database) == {}
    company.photos |= {"fay": "2", "gil": "1"}
    company.now += EVERY
    await company.sweep(rows).if_due()
    assert await changes(database) == {"fay": "changed", "gil": "new"}


async def test_an_expired_link_starts_over_without_making_anybody_new(
    company: Company, rows: WatchRows, database: Database
) -> None:
    await company.sweep(rows).if_due()
    company.dead = {"later"}
    del company.photos["ada"]
    company.photos |= {"fay": "1", "bob": "2"}
    company.now += EVERY
    await company.sweep(rows).if_due()
    assert company.links[3:] == ["later", None, "2", "4"]
    assert await changes(database) == {"bob": "changed"}
    counts = await count_watched(database)
    assert counts.people == {AccountKind.MEMBER: 5, AccountKind.GONE: 1}


async def test_a_directory_that_never_lets_a_reading_end_interrupts_the_sweep(
    company: Company, rows: WatchRows, database: Database
) -> None:
    company.dead = {"2"}
    assert await company.sweep(rows).if_due()
    run = (await count_watched(database)).run
    assert (run.phase, run.trouble) == (SweepPhase.MEMBERSHIP, "graph: unexpected (resync_again)")


async def test_a_service_that_fails_interrupts_the_sweep_until_it_may_be_asked_again(
    company: Company, rows: WatchRows, database: Database
) -> None:
    company.failures = [THROTTLED]
    sweep = company.sweep(rows)
    with capture_logs() as logs:
        assert await sweep.if_due()
    assert logs[-1]["event"] == "sweep_interrupted"
    company.now += 29 * MINUTE
    assert not await sweep.if_due()
    company.now += MINUTE
    assert await sweep.if_due()
    assert (await count_watched(database)).run.finished_at == company.now


async def test_where_nobody_can_be_read_the_sweep_is_interrupted_and_nobody_lost(
    company: Company, rows: WatchRows, database: Database
) -> None:
    sweep = company.sweep(rows)
    await sweep.if_due()
    company.photos["eve"] = "2"
    company.now += EVERY
    company.unread = dict.fromkeys(company.photos, REFUSED)
    await sweep.if_due()
    run = (await count_watched(database)).run
    assert (run.phase, run.trouble) == (SweepPhase.PHOTOS, "graph: not_permitted (denied)")
    company.unread = {}
    company.now += 10 * MINUTE
    assert await sweep.if_due()
    assert await changes(database) == {"eve": "changed"}


async def test_where_many_are_throttled_the_sweep_waits_and_leaves_nobody_out(
    company: Company, rows: WatchRows, database: Database
) -> None:
    company.photos = {f"{each:02}": "1" for each in range(60)}
    company.unread = dict.fromkeys([*company.photos][:ENOUGH_TO_TELL], THROTTLED)
    sweep = company.sweep(rows)
    await sweep.if_due()
    run = (await count_watched(database)).run
    assert (run.phase, run.cursor, run.retry_at) == (SweepPhase.PHOTOS, None, NOW + 30 * MINUTE)
    company.unread = {}
    company.now += 30 * MINUTE
    assert await sweep.if_due()
    run = (await count_watched(database)).run
    assert (run.seen, run.failed) == (60, 0)


async def test_one_person_who_cannot_be_read_holds_up_nobody(
    company: Company, rows: WatchRows, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Alone on the last page, too.
    monkeypatch.setattr(sweep_module, "PAGE", 4)
    company.unread = {"eve": BROKEN}
    sweep = company.sweep(rows)
    await sweep.if_due()
    run = (await count_watched(database)).run
    assert (run.phase, run.seen, run.failed) == (SweepPhase.IDLE, 4, 1)
    company.now += EVERY
    company.unread = {}
    await sweep.if_due()
    # It is Eve's first reading.
    assert await changes(database) == {}


async def test_a_stop_ends_a_sweep_at_its_cursor_and_the_next_goes_on_at_once(
    company: Company, rows: WatchRows, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(sweep_module, "PAGE", 1)
    company.photos = {f"{each:02}": "1" for each in range(20)}
    sweep = company.sweep(rows)
    company.open.clear()
    under_way = asyncio.create_task(sweep.if_due())
    await company.reached.wait()
    under_way.cancel()
    async with asyncio.timeout(10):
        with pytest.raises(asyncio.CancelledError):
            await under_way
    assert (await count_watched(database)).run.lease is None
    assert len(company.asked) <= PAGES_AHEAD
    company.open.set()
    assert await sweep.if_due()
    assert (await count_watched(database)).run.seen == 20


async def test_a_fault_leaves_the_sweep_to_the_next(
    company: Company, rows: WatchRows, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    sweep = company.sweep(rows)
    monkeypatch.setattr(rows, "finish", None)
    with pytest.raises(TypeError):
        await sweep.if_due()
    monkeypatch.undo()
    assert await sweep.if_due()
    assert (await count_watched(database)).run.phase is SweepPhase.IDLE


async def test_one_process_at_a_time_makes_a_sweep(company: Company, rows: WatchRows) -> None:
    company.open.clear()
    sweep = company.sweep(rows)
    under_way = asyncio.create_task(sweep.if_due())
    await company.reached.wait()
    assert not await sweep.at_once()
    company.open.set()
    assert await under_way
    assert len(company.asked) == 1


async def test_a_sweep_that_another_process_took_over_stops(
    company: Company, rows: WatchRows, database: Database
) -> None:
    company.open.clear()
    sweep = company.sweep(rows)
    under_way = asyncio.create_task(sweep.if_due())
    await company.reached.wait()
    company.now += 2 * MINUTE
    company.reached.clear()
    other = asyncio.create_task(sweep.if_due())
    await company.reached.wait()
    company.open.set()
    with capture_logs() as logs:
        assert await under_way
        assert await other
    assert {"event": "sweep_lost", "log_level": "warning"} in logs
    assert (await count_watched(database)).run.seen == 5


async def test_pages_are_read_ahead_and_stored_in_order(
    company: Company, rows: WatchRows, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(sweep_module, "PAGE", 3)
    company.photos = {f"{each:02}": "1" for each in range(20)}
    await company.sweep(rows).if_due()
    assert [each for page in company.asked for each in page] == [*company.photos]
    assert (await count_watched(database)).run.seen == 20
