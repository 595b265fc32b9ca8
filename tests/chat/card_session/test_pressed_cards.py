"""A card whose button was pressed: taken once, and replaced by its result."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.chat.card_sessions import PRESS_SECONDS
from bot.chat.stores import CardState
from bot.chat.turn import Answered
from bot.use_cases.authorizer import Actor, ActorKind
from cards.views import MessageView
from tests.behaviours.fakes import CHAT
from tests.chat.card_session.scene import Kept, Scene, apology
from tests.chat.card_session.virtual_time import settle


async def test_a_press_gets_a_waiting_card_after_two_seconds(scene: Scene) -> None:
    row = await scene.offered()
    scene.start(scene.presses(), row=row, slow=True)
    await scene.time.pass_(PRESS_SECONDS - 0.01)
    assert scene.screen.titles == []
    await scene.time.pass_(0.01)
    assert scene.screen.titles == ["Wait"]


async def test_a_pressed_card_is_stored_before_it_is_shown_so_that_its_buttons_work_at_once(
    scene: Scene,
) -> None:
    row = await scene.offered()
    await scene.answer(scene.presses(), row=row, record=Kept("after"))
    assert scene.events == ["row syncing", "work", "row checked", "show"]
    assert (scene.rows.only.record, scene.rows.only.message_id) == ({"what": "after"}, "pressed")


async def test_a_pressed_card_that_showed_a_waiting_card_is_stored_after_its_result_was_shown(
    scene: Scene,
) -> None:
    row = await scene.offered()
    task = scene.start(scene.presses(), row=row, record=Kept("after"), slow=True)
    await scene.time.pass_(PRESS_SECONDS)
    scene.let.set()
    await task
    assert scene.events == [
        "row syncing",
        "work",
        "waiting",
        "row syncing",
        "update",
        "row checked",
    ]


async def test_a_new_check_from_a_button_keeps_the_message(scene: Scene) -> None:
    await scene.answer(scene.presses(message_id="somewhere"))
    assert scene.events == ["row checking", "work", "row checked", "show"]
    assert scene.rows.only.message_id == "somewhere"


async def test_the_message_comes_from_the_row_where_the_client_does_not_name_it(
    scene: Scene,
) -> None:
    row = await scene.offered()
    scene.screen.posted_as = [None]
    task = scene.start(scene.presses(message_id=None), row=row, slow=True)
    await scene.time.pass_(PRESS_SECONDS)
    scene.let.set()
    await task
    assert scene.screen.cards[-1][0] == "pressed"
    assert scene.rows.only.message_id == "pressed"


async def test_two_presses_at_once_are_worked_on_once(scene: Scene) -> None:
    row = await scene.offered()
    first = scene.start(scene.presses("2"), row=row, slow=True)
    second = scene.start(scene.presses("3"), row=row)
    await settle()
    with pytest.raises(Answered):
        await second
    with pytest.raises(Answered):
        await scene.answer(scene.presses("4"), row=scene.rows.only)
    scene.let.set()
    await first
    assert scene.events.count("work") == 1


async def test_a_press_that_was_read_before_another_ended_does_not_repeat_it(scene: Scene) -> None:
    row = await scene.offered()
    painted = MessageView("Painted", ())
    await scene.answer(scene.presses("2"), painted, row=row, record=Kept("after"))
    with pytest.raises(Answered):
        await scene.answer(scene.presses("3"), row=row)
    assert scene.events.count("work") == 1


async def test_a_press_of_a_button_by_its_older_verb_is_worked_on(scene: Scene) -> None:
    await scene.answer(scene.presses(verb="tint_wall"), row=await scene.offered())
    assert scene.events.count("work") == 1


async def test_the_person_who_presses_is_the_actor_of_the_work(scene: Scene) -> None:
    row = await scene.offered()
    row = scene.rows.rows[row.id] = replace(row, actor=Actor(ActorKind.POLICY))
    await scene.answer(scene.presses(), row=row)
    assert scene.rows.only.actor == Actor.person(CHAT.person_id)


async def test_without_a_new_record_a_card_keeps_its_record_and_offers(scene: Scene) -> None:
    row = await scene.offered()
    await scene.answer(scene.presses(), apology(str), row=row)
    assert scene.rows.only.record == {"what": "before"}
    assert scene.rows.only.offers == {"paint_wall", "help"}
    assert scene.rows.only.state is CardState.CHECKED


async def test_work_that_raises_shows_the_apology_and_the_card_keeps_its_record(
    scene: Scene,
) -> None:
    row = await scene.offered()
    with capture_logs() as logs:
        await scene.answer(scene.presses(), row=row, error=RuntimeError("Amara's photo"))
    assert scene.screen.titles == ["Sorry"]
    assert (scene.rows.only.state, scene.rows.only.record) == (CardState.CHECKED, row.record)
    assert scene.rows.only.offers == row.offers
    assert [line["event"] for line in logs] == ["work_failed"]
    assert "Amara" not in str(logs)
