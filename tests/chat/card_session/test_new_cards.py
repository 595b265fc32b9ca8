"""A card that answers a message: claimed once, shown, and only then noted."""

import asyncio
from uuid import UUID

import pytest

from bot.chat.card_sessions import MESSAGE_SECONDS
from bot.chat.stores import CardRow, CardState
from bot.chat.turn import Answered
from bot.core.lease import LEASE, Lease
from bot.use_cases.authorizer import Actor
from tests.behaviours.fakes import CHAT
from tests.chat.card_session.scene import OWNER, RETENTION, Kept, Scene, breaks, result, waiting


async def test_a_quick_result_is_the_only_card_and_is_stored_after_it_was_shown(
    scene: Scene,
) -> None:
    await scene.answer(scene.asks(), record=Kept("found"))
    assert scene.events == ["row checking", "work", "show", "row checked"]
    row = scene.rows.only
    assert (row.state, row.lease, row.message_id) == (CardState.CHECKED, None, "first")
    assert row.record == {"what": "found"}
    assert row.offers == {"paint_wall", "help"}


async def test_the_row_says_who_asked_for_what_and_where_before_anything_is_visible(
    scene: Scene,
) -> None:
    turn = scene.asks()
    async with scene.sessions.session(turn, waiting=waiting, record=Kept("asked")):
        row, shown = scene.rows.only, list(scene.screen.cards)
    assert shown == []
    now = scene.time.clock()
    assert row == CardRow(
        id=UUID(int=1),
        reader=CHAT.person_id,
        subject=CHAT.person_id,
        actor=Actor.person(CHAT.person_id),
        conversation_id=CHAT.conversation_id,
        request_id=turn.activity_id,
        message_id=None,
        state=CardState.CHECKING,
        locale="en-US",
        record={"what": "asked"},
        offers=frozenset(),
        lease=Lease(OWNER, now + LEASE),
        created_at=now,
        expires_at=now + RETENTION,
    )


async def test_a_request_that_is_sent_again_is_worked_on_once(scene: Scene) -> None:
    await scene.answer(scene.asks())
    with pytest.raises(Answered):
        await scene.answer(scene.asks())
    assert scene.events.count("work") == 1
    assert scene.screen.titles == ["Done"]


async def test_a_message_gets_a_waiting_card_after_a_moment(scene: Scene) -> None:
    task = scene.start(scene.asks(), slow=True, record=Kept("found"))
    await scene.time.pass_(MESSAGE_SECONDS - 0.01)
    assert scene.screen.titles == []
    await scene.time.pass_(0.01)
    assert scene.screen.titles == ["Wait"]
    assert scene.rows.only.message_id == "first"
    scene.let.set()
    await task
    assert scene.events == [
        "row checking",
        "work",
        "waiting",
        "row checking",
        "update",
        "row checked",
    ]
    assert [message_id for message_id, _ in scene.screen.cards] == ["first", "first"]


@pytest.mark.parametrize("unstored", [frozenset(), {CardState.CHECKED}], ids=["stored", "not"])
async def test_a_waiting_card_never_comes_after_the_result(
    scene: Scene, unstored: set[CardState]
) -> None:
    scene.rows.broken |= unstored

    async def behaviour() -> None:
        async with scene.sessions.session(scene.asks(), waiting=waiting) as card:
            await card.show(result())
            await scene.let.wait()

    scene.screen.seconds = 3.0
    task = asyncio.create_task(behaviour())
    await scene.time.pass_(10.0)
    scene.let.set()
    await task
    assert scene.screen.titles == ["Done"]


async def test_a_result_waits_for_a_waiting_card_that_is_being_sent(scene: Scene) -> None:
    scene.screen.seconds = 3.0
    task = scene.start(scene.asks(), slow=True)
    await scene.time.pass_(MESSAGE_SECONDS + 1.0)
    scene.let.set()
    await scene.time.pass_(10.0)
    await task
    assert scene.screen.cards[-1][0] == "first"
    assert scene.screen.titles == ["Wait", "Done"]


async def test_no_waiting_card_is_shown_once_the_work_has_ended(
    scene: Scene,
) -> None:
    await scene.answer(scene.asks())
    await scene.time.pass_(60.0)
    assert scene.screen.titles == ["Done"]
    assert scene.rows.renewed == 0


async def test_work_that_raises_after_the_waiting_card_replaces_it_by_the_apology(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), slow=True, error=RuntimeError())
    await scene.time.pass_(MESSAGE_SECONDS)
    scene.let.set()
    await task
    assert scene.screen.titles == ["Wait", "Sorry"]
    assert [message_id for message_id, _ in scene.screen.cards] == ["first", "first"]
    assert (scene.rows.only.state, scene.rows.only.lease) == (CardState.CHECKED, None)


async def test_an_error_after_the_result_was_shown_leaves_the_result(scene: Scene) -> None:
    async with scene.sessions.session(scene.asks(), waiting=waiting) as card:
        await card.show(result())
        breaks()
    assert scene.screen.titles == ["Done"]
