"""What may be pressed on a card, by whom, and where."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from bot.chat.card_sessions import OFFER_LOOK_SECONDS, OFFER_LOOKS
from bot.chat.private_surface import TARGETED_FOR
from bot.chat.stores import CardState
from bot.chat.turn import Answered
from cards.views import MessageView
from tests.chat.card_session.scene import Kept, Paint, Scene, Unoffered
from tests.chat.card_session.virtual_time import settle


class Checked(Kept):
    """The record of a check."""

    def as_json(self) -> dict[str, Any]:
        return {"evidence": super().as_json()}


async def test_a_cards_buttons_can_be_pressed_by_its_reader_in_its_conversation_only(
    scene: Scene,
) -> None:
    row = await scene.offered()
    turn, offered = scene.presses(), scene.sessions.offered
    assert await offered(turn, Paint(), row.id) == row
    assert await offered(turn, Paint(), None) is None
    assert await offered(turn, Paint(), UUID(int=99)) is None
    assert await offered(turn, Unoffered(), row.id) is None
    stranger = replace(turn, reader=replace(turn.reader, id="somebody else"))
    assert await offered(stranger, Paint(), row.id) is None
    elsewhere = replace(turn, where=replace(turn.where, conversation_id="a:2"))
    assert await offered(elsewhere, Paint(), row.id) is None
    # Where others read, somebody was answered who had no chat of their own then.
    group = replace(turn.where, conversation_id="19:others")
    await scene.targeted.note(group, "pressed", scene.time.clock() + TARGETED_FOR)
    assert await offered(elsewhere, Paint(), row.id) == row
    assert await offered(replace(stranger, where=elsewhere.where), Paint(), row.id) is None


async def test_a_button_cannot_be_pressed_while_the_card_is_worked_on(scene: Scene) -> None:
    row = await scene.offered()
    scene.start(scene.presses(), row=row, slow=True)
    await settle()
    with pytest.raises(Answered):
        await scene.sessions.offered(scene.presses("3"), Paint(), row.id)


async def test_a_press_that_is_faster_than_the_note_of_its_card_waits_for_it(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), record=Kept("before"), slow=True)
    await settle()
    row = scene.rows.only
    pressed = asyncio.create_task(scene.sessions.offered(scene.presses(), Paint(), row.id))
    await settle()
    scene.screen.message_id = None
    scene.let.set()
    await task
    await scene.time.pass_(OFFER_LOOK_SECONDS)
    assert await pressed == scene.rows.only
    assert scene.rows.only.state is CardState.CHECKED


async def test_a_check_that_is_asked_about_before_its_row_has_the_result_is_waited_for(
    scene: Scene,
) -> None:
    task = scene.start(scene.asks(), record=Checked("now"), slow=True)
    await settle()
    row = scene.rows.only
    asked = asyncio.create_task(scene.sessions.checked_row(scene.presses(), Paint(), row.id))
    await settle()
    assert not asked.done()
    scene.screen.message_id = None
    scene.let.set()
    await task
    await scene.time.pass_(OFFER_LOOK_SECONDS)
    assert await asked == scene.rows.only


async def test_a_press_of_what_a_working_card_never_offers_does_not_wait_for_long(
    scene: Scene,
) -> None:
    scene.start(scene.asks(), slow=True)
    await settle()
    pressed = asyncio.create_task(
        scene.sessions.offered(scene.presses(), Paint(), scene.rows.only.id)
    )
    await scene.time.pass_(OFFER_LOOKS * OFFER_LOOK_SECONDS)
    assert pressed.done()
    assert await pressed is None


async def test_only_the_buttons_that_a_card_shows_now_can_be_pressed(
    scene: Scene,
) -> None:
    row = await scene.offered()
    view = MessageView("Done", (), (Unoffered().titled("Press"),))
    await scene.answer(scene.presses(), view, row=row, record=Kept("after"))
    assert await scene.sessions.offered(scene.presses("3"), Paint(), row.id) is None
    assert await scene.sessions.offered(scene.presses("3"), Unoffered(), row.id) is not None
