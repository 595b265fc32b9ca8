"""Work that is left to a job: handed over once, and taken over once, in time."""

import pytest

from bot.chat.card_sessions import JOB_STARTS_WITHIN, NOBODY
from bot.chat.turn import Answered
from bot.core.lease import LEASE, Lease
from tests.chat.card_session.scene import OWNER, Scene, waiting


async def test_work_handed_over_shows_the_waiting_card_at_once_and_has_no_owner(
    scene: Scene,
) -> None:
    row = await scene.offered()
    await scene.sessions.hand_over(scene.presses(), row, waiting=waiting)
    assert scene.screen.titles == ["Wait"]
    assert scene.events == ["row syncing", "waiting", "row syncing"]
    row = scene.rows.only
    assert row.lease == Lease(NOBODY, scene.time.clock() + JOB_STARTS_WITHIN)
    assert row.record == {"what": "before"}
    assert row.offers == {"paint_wall", "help"}


async def test_work_is_handed_over_once(scene: Scene) -> None:
    row = await scene.offered()
    await scene.sessions.hand_over(scene.presses("2"), row, waiting=waiting)
    with pytest.raises(Answered):
        await scene.sessions.hand_over(scene.presses("3"), row, waiting=waiting)
    with pytest.raises(Answered):
        await scene.answer(scene.presses("4"), row=scene.rows.only)
    assert scene.screen.titles == ["Wait"]


async def test_work_is_handed_over_even_if_its_waiting_card_is_refused(
    scene: Scene,
) -> None:
    row = await scene.offered()
    turn = scene.presses()
    scene.screen.refusals = ["throttled"]
    await scene.sessions.hand_over(turn, row, waiting=waiting)
    assert await scene.sessions.take_over(row.id) is not None


async def test_a_job_takes_over_the_work_once(scene: Scene) -> None:
    row = await scene.offered()
    await scene.sessions.hand_over(scene.presses(), row, waiting=waiting)
    taken = await scene.sessions.take_over(row.id)
    assert taken == scene.rows.only
    assert taken is not None
    assert taken.lease == Lease(OWNER, scene.time.clock() + LEASE)
    assert await scene.sessions.take_over(row.id) is None


async def test_a_job_that_starts_too_late_cannot_take_over_the_work(scene: Scene) -> None:
    row = await scene.offered()
    await scene.sessions.hand_over(scene.presses(), row, waiting=waiting)
    await scene.time.pass_(JOB_STARTS_WITHIN.total_seconds())
    assert await scene.sessions.take_over(row.id) is None
    assert [each.id for each in await scene.sessions.orphans()] == [row.id]
