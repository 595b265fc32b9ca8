"""Cards that the channel does not take: sent as new messages, or tried again later."""

import pytest
from structlog.testing import capture_logs

from bot.chat import card_session
from bot.chat.card_session import FIRST_PAUSE
from bot.chat.card_sessions import MESSAGE_SECONDS
from bot.chat.stores import CardState
from bot.chat.surface import UNCONFIRMED
from bot.core.lease import Lease
from tests.chat.card_session.scene import LATER, REFUSED, Kept, Scene, recovered


@pytest.mark.parametrize("reason", REFUSED)
async def test_a_result_whose_update_is_refused_is_a_new_message(scene: Scene, reason: str) -> None:
    await answer_after_waiting(scene, reason)
    assert scene.screen.cards[-1][0] == "second"
    assert scene.screen.titles == ["Wait", "Done"]
    row = scene.rows.only
    assert (row.state, row.lease, row.message_id) == (CardState.CHECKED, None, "second")
    assert row.record == {"what": "found"}
    assert row.offers == {"paint_wall", "help"}


@pytest.mark.parametrize("reason", [*LATER, UNCONFIRMED])
async def test_a_result_whose_update_may_pass_later_is_left_to_be_recovered(
    scene: Scene, reason: str
) -> None:
    await answer_after_waiting(scene, reason)
    row = scene.rows.only
    assert (row.state, row.record, row.unshown_since) == (
        CardState.CHECKING,
        {},
        scene.time.clock(),
    )
    assert row.lease == Lease(card_session.LATER, scene.time.clock() + FIRST_PAUSE)
    assert await recovered(scene) == [row.id]


@pytest.mark.parametrize("reason", [*LATER, *REFUSED])
async def test_a_result_that_is_taken_nowhere_is_left_to_be_recovered(
    scene: Scene, reason: str
) -> None:
    await answer_after_waiting(scene, "message_gone", reason)
    assert scene.screen.titles == ["Wait"]
    row = scene.rows.only
    assert (row.state, row.may_be_posted) == (CardState.CHECKING, False)
    assert await recovered(scene) == [row.id]


async def test_a_new_message_that_may_have_arrived_is_never_sent_again_beside_a_waiting_card(
    scene: Scene,
) -> None:
    await answer_after_waiting(scene, "message_gone", UNCONFIRMED)
    row = scene.rows.only
    assert (row.state, row.message_id, row.may_be_posted) == (CardState.CHECKING, "first", True)


@pytest.mark.parametrize("reason", [*LATER, *REFUSED])
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


@pytest.mark.parametrize("reason", [*LATER, *REFUSED, UNCONFIRMED])
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


@pytest.mark.parametrize("reason", [*LATER, *REFUSED])
async def test_the_result_of_a_press_that_is_taken_nowhere_is_left_to_be_recovered(
    scene: Scene, reason: str
) -> None:
    row = await scene.offered()
    turn = scene.presses()
    scene.screen.refusals = [reason]
    await scene.answer(turn, row=row, record=Kept("found"))
    assert scene.rows.only.state is CardState.SYNCING
    assert await recovered(scene) == [row.id]


@pytest.mark.parametrize("press", [True, False], ids=["press", "message"])
async def test_a_result_is_shown_even_if_it_cannot_be_stored(scene: Scene, press: bool) -> None:
    turn, row = scene.asks(), None
    if press:
        row = await scene.offered()
        turn = scene.presses()
    scene.rows.broken = {CardState.CHECKED}
    with capture_logs() as logs:
        await scene.answer(turn, row=row, record=Kept("found"))
    assert scene.screen.titles == ["Done"]
    assert [line["event"] for line in logs] == ["card_not_stored"]
    scene.rows.broken.clear()
    assert await recovered(scene) == [scene.rows.only.id]


async def test_a_result_replaces_its_waiting_card_even_if_that_could_not_be_stored(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), slow=True, record=Kept("found"))
    await scene.time.pass_(0)
    scene.rows.broken = {CardState.CHECKING}
    await scene.time.pass_(MESSAGE_SECONDS)
    scene.let.set()
    await task
    assert scene.screen.cards[-1][0] == "first"
    assert scene.screen.titles == ["Wait", "Done"]
    assert scene.rows.only.message_id == "first"


async def answer_after_waiting(scene: Scene, *refusals: str) -> None:
    """Show a waiting card, whose message then refuses the result."""
    scene.screen.refusals = [None, *refusals]
    task = scene.start(scene.asks(), slow=True, record=Kept("found"))
    await scene.time.pass_(MESSAGE_SECONDS)
    scene.let.set()
    await task
    assert "update refused" in scene.events
