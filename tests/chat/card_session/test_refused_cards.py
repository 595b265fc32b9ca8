"""Cards that the channel does not take: left to be recovered, or done with."""

import pytest

from bot.chat.card_sessions import MESSAGE_SECONDS
from bot.chat.stores import CardState
from bot.chat.surface import UNCONFIRMED
from tests.chat.card_session.scene import FOR_GOOD, PASSING, Kept, Scene, recovered


@pytest.mark.parametrize("reason", [*PASSING, UNCONFIRMED])
async def test_a_result_whose_update_may_pass_later_is_left_to_be_recovered(
    scene: Scene, reason: str
) -> None:
    await answer_after_waiting(scene, reason)
    row = scene.rows.only
    assert (row.state, row.record) == (CardState.CHECKING, {})
    assert row.lease is not None
    assert await recovered(scene) == [row.id]


@pytest.mark.parametrize("reason", FOR_GOOD)
async def test_a_result_whose_update_is_refused_for_good_is_finished(
    scene: Scene, reason: str
) -> None:
    await answer_after_waiting(scene, reason)
    row = scene.rows.only
    assert (row.state, row.lease, row.record) == (CardState.CHECKED, None, {"what": "found"})


@pytest.mark.parametrize("reason", [*PASSING, *FOR_GOOD])
async def test_a_first_message_that_was_not_delivered_is_left_to_be_recovered(
    scene: Scene, reason: str
) -> None:
    scene.screen.refusals = [reason]
    await scene.answer(scene.asks(), record=Kept("found"))
    assert scene.rows.only.state is CardState.CHECKING
    assert len(await recovered(scene)) == 1


async def test_a_first_message_that_may_have_arrived_is_never_sent_again(
    scene: Scene,
) -> None:
    scene.screen.refusals = [UNCONFIRMED]
    await scene.answer(scene.asks(), record=Kept("found"))
    row = scene.rows.only
    assert (row.state, row.lease, row.message_id) == (CardState.CHECKED, None, None)
    assert row.record == {"what": "found"}
    assert scene.events.count("show refused") == 1
    assert await recovered(scene) == []


@pytest.mark.parametrize("reason", [*PASSING, *FOR_GOOD, UNCONFIRMED])
async def test_a_waiting_card_that_nobody_may_have_seen_is_followed_by_a_message_of_its_own(
    scene: Scene, reason: str
) -> None:
    scene.screen.refusals = [reason]
    task = scene.start(scene.asks(), slow=True, record=Kept("found"))
    await scene.time.pass_(MESSAGE_SECONDS)
    scene.let.set()
    await task
    assert scene.events == ["row checking", "work", "waiting refused", "show", "row checked"]
    assert scene.rows.only.message_id == "second"


async def answer_after_waiting(scene: Scene, refusal: str) -> None:
    """Show a waiting card, whose message then refuses the result."""
    scene.screen.refusals = [None, refusal]
    task = scene.start(scene.asks(), slow=True, record=Kept("found"))
    await scene.time.pass_(MESSAGE_SECONDS)
    scene.let.set()
    await task
    assert scene.events[-1] in ("update refused", "row checked")
