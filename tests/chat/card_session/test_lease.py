"""Whose a card is while it is worked on, and when another process may take it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.chat.card_sessions import MESSAGE_SECONDS
from bot.chat.stores import CardRow, CardState
from bot.core.lease import LEASE, RENEWAL_SECONDS, Lease
from tests.chat.card_session.fakes import OneChat
from tests.chat.card_session.scene import OWNER, Kept, Scene, result, take_orphans, waiting


async def test_the_lease_is_renewed_for_as_long_as_the_work_takes(scene: Scene) -> None:
    task = scene.start(scene.asks(), slow=True)
    for _ in range(12):
        await scene.time.pass_(RENEWAL_SECONDS)
        assert await take_orphans(scene) == []
    lease = scene.rows.only.lease
    assert lease == Lease(OWNER, scene.time.clock() + LEASE)
    scene.let.set()
    await task
    assert scene.rows.only.lease is None
    renewed = scene.rows.renewed
    await scene.time.pass_(60.0)
    assert scene.rows.renewed == renewed


async def test_a_lease_that_could_not_be_renewed_once_is_renewed_the_next_time(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), slow=True)
    scene.rows.failures = [ConnectionError("host=db user=photobot")]
    with capture_logs() as logs:
        for _ in range(12):
            await scene.time.pass_(RENEWAL_SECONDS)
            assert await take_orphans(scene) == []
    assert [line["event"] for line in logs] == ["chore_failed"]
    assert "photobot" not in str(logs)
    scene.let.set()
    await task
    assert scene.screen.titles == ["Wait", "Done"]


@pytest.mark.parametrize("work_is_slow", [True, False], ids=["waiting card", "result"])
async def test_a_card_that_takes_long_to_be_shown_is_not_taken_over_meanwhile(
    scene: Scene, work_is_slow: bool
) -> None:
    scene.screen.seconds = 60.0
    task = scene.start(scene.asks(), slow=work_is_slow)
    for _ in range(70):
        await scene.time.pass_(1.0)
        assert await take_orphans(scene) == []
    scene.let.set()
    await scene.time.pass_(60.0)
    await task
    assert scene.screen.titles == (["Wait", "Done"] if work_is_slow else ["Done"])


async def test_a_recovered_card_that_takes_long_to_be_shown_is_not_taken_over_meanwhile(
    scene: Scene,
) -> None:
    scene.screen.seconds = 60.0
    scene.sessions = replace(scene.sessions, channel=OneChat(scene.screen))
    row = await scene.left_unshown()
    task = asyncio.create_task(scene.finish(row))
    scene.tasks.append(task)
    for _ in range(int(60.0 / RENEWAL_SECONDS)):
        assert await take_orphans(scene) == []
        await scene.time.pass_(RENEWAL_SECONDS)
    await task
    assert scene.screen.titles == ["Done"]


async def test_a_cancelled_session_shows_nothing_and_lets_its_lease_expire(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), slow=True)
    await scene.time.pass_(MESSAGE_SECONDS)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert scene.screen.titles == ["Wait"]
    assert scene.rows.only.state is CardState.CHECKING
    renewed = scene.rows.renewed
    await scene.time.pass_(LEASE.total_seconds())
    assert scene.rows.renewed == renewed
    assert [row.id for row in await take_orphans(scene)] == [scene.rows.only.id]


async def test_a_session_that_shows_nothing_lets_its_lease_expire(scene: Scene) -> None:
    async with scene.sessions.session(scene.asks(), waiting=waiting):
        pass
    await scene.time.pass_(LEASE.total_seconds())
    assert len(await take_orphans(scene)) == 1


async def test_a_card_whose_lease_ran_out_is_not_finished_beside_the_work_that_goes_on(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), slow=True)
    scene.rows.failures = [ConnectionError()] * 20
    for _ in range(12):
        await scene.time.pass_(RENEWAL_SECONDS)
    assert await scene.sessions.orphans() == []
    assert scene.rows.only.lease == Lease(OWNER, scene.time.clock() + LEASE)
    scene.let.set()
    await task
    assert scene.screen.titles == ["Wait", "Done"]


async def stands_still(scene: Scene, seconds: float = 60.0) -> CardRow:
    """This process stands still, and another one takes the card; return the row that it has."""
    scene.time.clock.now += timedelta(seconds=seconds)
    [taken] = await take_orphans(scene)
    return taken


async def test_who_lost_the_lease_while_working_shows_nothing_and_changes_no_row(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), slow=True, record=Kept("mine"))
    await scene.time.pass_(MESSAGE_SECONDS)
    taken = await stands_still(scene)
    scene.let.set()
    with capture_logs() as logs:
        await task
    assert scene.screen.titles == ["Wait"]
    assert scene.rows.only == taken
    assert [line["event"] for line in logs] == ["card_lost"]


async def test_a_waiting_card_that_its_row_does_not_know_is_not_left_to_wait(scene: Scene) -> None:
    task = scene.start(scene.asks(), slow=True)
    scene.rows.broken = {CardState.CHECKING}
    await scene.time.pass_(MESSAGE_SECONDS)
    taken = await stands_still(scene)
    assert taken.message_id is None
    scene.let.set()
    await task
    assert scene.screen.cards[-1][0] == scene.screen.cards[0][0]
    assert scene.screen.titles == ["Wait", "Sorry"]
    assert scene.rows.only == taken


async def test_a_waiting_card_that_was_not_stored_is_noted_at_the_next_renewal(
    scene: Scene,
) -> None:
    scene.start(scene.asks(), slow=True)
    scene.rows.broken = {CardState.CHECKING}
    await scene.time.pass_(MESSAGE_SECONDS)
    assert scene.rows.only.message_id is None
    await scene.time.pass_(RENEWAL_SECONDS)
    assert scene.rows.only.message_id == "first"


async def test_a_waiting_card_never_covers_what_another_process_has_shown(scene: Scene) -> None:
    task = scene.start(scene.asks(), slow=True)
    await scene.time.pass_(0)
    taken = await stands_still(scene)
    await scene.time.pass_(MESSAGE_SECONDS)
    scene.let.set()
    await task
    assert scene.screen.titles == []
    assert scene.rows.only == taken


async def test_a_result_that_is_refused_is_not_put_off_by_who_lost_the_lease(scene: Scene) -> None:
    scene.screen.refusals, scene.screen.seconds = ["throttled"], 60.0
    task = scene.start(scene.asks())
    await scene.time.pass_(0)
    taken = await stands_still(scene)
    await scene.time.pass_(60.0)
    await task
    assert scene.rows.only == taken


async def test_a_card_is_shown_though_it_is_not_known_whose_it_is(scene: Scene) -> None:
    task = scene.start(scene.asks(), slow=True)
    await scene.time.pass_(0)
    scene.time.clock.now += timedelta(seconds=60)
    scene.rows.failures = [ConnectionError("host=db user=photobot")] * 20
    scene.let.set()
    await task
    assert scene.screen.titles == ["Done"]


async def test_a_waiting_card_of_handed_over_work_leaves_the_lease_to_the_job(
    scene: Scene,
) -> None:
    row = await scene.offered()
    scene.screen.seconds = 1.0
    handing = asyncio.create_task(scene.sessions.hand_over(scene.presses(), row, waiting=waiting))
    scene.tasks.append(handing)
    await scene.time.pass_(0)
    taken = await scene.sessions.take_over(row.id)
    await scene.time.pass_(1.0)
    await handing
    assert scene.rows.only == taken


async def test_a_message_that_another_process_has_sent_keeps_its_row(scene: Scene) -> None:
    row = await scene.offered()
    unsent = replace(row, message_id=None)
    await scene.sessions.keep(unsent, result("Late"), Kept("late"))
    assert scene.rows.only == row
