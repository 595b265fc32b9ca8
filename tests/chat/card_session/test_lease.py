"""Whose a card is while it is worked on, and when another process may take it."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.chat.card_sessions import LEASE, MESSAGE_SECONDS, RENEWAL_SECONDS
from bot.chat.stores import CardState
from bot.core.lease import Lease
from tests.chat.card_session.scene import OWNER, OneChat, Scene, take_orphans, waiting


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
    for _ in range(12):
        await scene.time.pass_(RENEWAL_SECONDS)
        assert await take_orphans(scene) == []
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
