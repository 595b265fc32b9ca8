"""A due sweep belongs to one process at a time, and goes on where it was left."""

from datetime import timedelta

import pytest

from bot.core.lease import Lease
from bot.storage.database import Database
from bot.storage.watch import WatchRows
from bot.storage.watch_counts import count_watched
from bot.watch.ports import SweepLost, SweepPhase
from tests.storage.watch.sweeping import (
    EVERY,
    ME,
    MINUTE,
    NOW,
    OTHER,
    claim,
    known,
    members,
    read,
    swept,
)


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
