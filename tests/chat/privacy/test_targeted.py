"""Where others read, whoever asked is answered in a message that only they see."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.private_surface import TARGETED_FOR
from bot.chat.surface import UNCONFIRMED, NotDelivered
from bot.chat.turn import Event, Pressed, Scope, Turn
from tests.behaviours.fakes import CHAT, title
from tests.chat.privacy.scene import (
    PHOTO,
    REFUSED,
    RESULT,
    SORRY,
    WAITING,
    WROTE,
    Scene,
    asked,
    breaks_after_the_line,
)
from tests.waiting import until

ANSWERED = "I answered here. Only you can see it."
ANSWERING = "I'm on it. Only you will see the answer."
PRESS = Pressed("check", {"card": "mine"}, "targeted 1")
# What may be answered to a targeted message: 400, 403, 404, 5xx after its retries, 202 without id.
REFUSALS = ["bad_request", "not_installed", "gone", "message_gone", "unavailable", UNCONFIRMED]


def aimed(scene: Scene, event: Event = PHOTO, *, unseen: bool = False, **where: str) -> Turn:
    """A turn whose conversation takes targeted messages."""
    turn = asked(event, **where)
    return replace(turn, targeted=scene.channel.targeted(turn.where), is_targeted=unseen)


async def seen_alone(scene: Scene, message_id: str = "targeted 1") -> None:
    """Let the person have a message that only they see."""
    where = asked().where
    await scene.targeted.note(where, message_id, asked().received_at + TARGETED_FOR)


async def test_the_answer_to_a_message_is_targeted_and_others_read_nothing(scene: Scene) -> None:
    assert await scene.ask(aimed(scene)) is None
    await scene.finish()
    assert scene.channel.targeted_cards == [WAITING]
    assert scene.channel.targeted_updates == [("targeted 1", RESULT)]
    assert (scene.channel.sent, scene.channel.updates) == ([], [])
    [alone] = scene.alone.turns
    assert alone.scope is Scope.PERSONAL
    # What a behaviour sends to where the turn is never goes where others read.
    assert alone.where == CHAT


async def test_somebody_without_a_chat_of_their_own_is_answered_too_and_none_is_opened(
    scene: Scene,
) -> None:
    scene.chats.known, scene.channel.closed = None, "not_installed"
    assert await scene.ask(aimed(scene)) is None
    await scene.finish()
    assert scene.channel.targeted_cards == [WAITING]
    assert scene.chats.remembered == []


@pytest.mark.parametrize("reason", REFUSALS)
async def test_what_is_not_taken_goes_to_the_own_chat_and_the_line_says_so(
    scene: Scene, reason: str
) -> None:
    scene.channel.targeted_refusal = reason
    assert title(await scene.ask(aimed(scene))) == WROTE
    await scene.finish()
    assert (scene.channel.sent, scene.channel.updates) == ([WAITING], [("new message", RESULT)])
    assert scene.targeted.notes == {}


@pytest.mark.parametrize("reason", REFUSALS)
@pytest.mark.parametrize("closed", ["refusal", "closed"])
async def test_where_the_own_chat_takes_nothing_either_the_line_is_neutral(
    scene: Scene, reason: str, closed: str
) -> None:
    scene.channel.targeted_refusal = reason
    scene.chats.known = None
    setattr(scene.channel, closed, "not_installed")
    assert title(await scene.ask(aimed(scene))) == REFUSED
    with pytest.raises(NotDelivered):
        await scene.finish()


async def test_what_nobody_else_saw_is_followed_by_no_line_as_long_as_the_answer_arrives(
    scene: Scene,
) -> None:
    scene.channel.targeted_refusal = "forbidden"
    assert await scene.ask(aimed(scene, unseen=True)) is None
    await scene.finish()
    assert scene.channel.sent == [WAITING]
    scene.channel.refusal = "blocked"
    assert title(await scene.ask(aimed(scene, unseen=True))) == REFUSED


async def test_who_presses_a_shared_card_gets_a_targeted_card_and_a_note(scene: Scene) -> None:
    press = aimed(scene, Pressed("check", {"card": "somebody's"}, "shared"))
    assert title(await scene.ask(await scene.privacy().recognise(press))) == ANSWERED
    await scene.finish()
    assert scene.channel.targeted_cards == [WAITING]
    [alone] = scene.alone.turns
    assert alone.event == Pressed("check", {}, None)
    assert alone.surface.message_id is None


async def test_a_press_on_what_one_sees_alone_replaces_that_card(scene: Scene) -> None:
    await seen_alone(scene)
    press = await scene.privacy().recognise(aimed(scene, PRESS))
    assert title(await scene.ask(press)) == ANSWERED
    await scene.finish()
    assert scene.channel.targeted_updates == [("targeted 1", WAITING), ("targeted 1", RESULT)]
    assert scene.channel.targeted_cards == []
    [alone] = scene.alone.turns
    assert alone.event == Pressed("check", {"card": "mine"}, None)
    assert alone.surface.message_id == "targeted 1"


async def test_a_card_that_is_gone_by_now_is_a_new_message_in_the_own_chat(scene: Scene) -> None:
    await seen_alone(scene)
    scene.channel.targeted_update_refusal = "message_gone"
    press = await scene.privacy().recognise(aimed(scene, PRESS))
    assert title(await scene.ask(press)) == WROTE
    await scene.finish()
    assert (scene.channel.sent, scene.channel.targeted_cards) == ([WAITING], [])


@pytest.mark.parametrize(
    ("who", "conversation", "hours"),
    [
        ("somebody else", "19:others;messageid=1", 0),
        (CHAT.person_id, "19:elsewhere", 0),
        (CHAT.person_id, "19:others", 24),
    ],
)
async def test_a_message_of_somebody_else_or_of_another_place_or_day_is_no_ones_own(
    scene: Scene, who: str, conversation: str, hours: int
) -> None:
    await seen_alone(scene)
    press = aimed(scene, PRESS, unseen=True, person_id=who, conversation_id=conversation)
    late = replace(press, received_at=press.received_at + timedelta(hours=hours))
    assert (await scene.privacy().recognise(late)).is_targeted is False


async def test_a_message_in_another_thread_of_the_channel_is_the_same_one(scene: Scene) -> None:
    await seen_alone(scene)
    press = aimed(scene, PRESS, conversation_id="19:others;messageid=targeted 1")
    assert (await scene.privacy().recognise(press)).is_targeted is True


async def test_what_has_to_last_goes_to_the_own_chat(scene: Scene) -> None:
    await seen_alone(scene)
    turn = await scene.privacy().recognise(aimed(scene, PRESS))
    async with scene.privacy().alone(turn, in_own_chat=True) as private:
        await private.surface.show(RESULT, "later")
        assert private.where == CHAT
    assert (scene.channel.sent, scene.channel.targeted_updates) == ([RESULT], [])


async def test_slow_work_after_a_press_is_said_to_go_on(scene: Scene) -> None:
    scene.alone.let.clear()
    privacy = scene.privacy(answer_within=0)
    press = aimed(scene, Pressed("check", {}, "shared"))
    assert title(await scene.ask(press, privacy)) == ANSWERING
    # A second tap meanwhile starts nothing.
    assert title(await scene.ask(press, privacy)) == ANSWERING
    scene.alone.let.set()
    await scene.finish()
    assert scene.channel.targeted_cards == [WAITING]


async def test_slow_work_after_a_message_shows_others_no_line(scene: Scene) -> None:
    scene.alone.let.clear()
    asking = asyncio.create_task(scene.ask(aimed(scene), scene.privacy(answer_within=0)))
    await asyncio.sleep(0.01)
    assert not asking.done()
    scene.alone.let.set()
    assert await asking is None


async def test_a_row_that_cannot_be_written_takes_no_answer_away(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object) -> None:
        raise ConnectionError("host=db user=photobot")

    monkeypatch.setattr(scene.targeted, "note", breaks)
    assert await scene.ask(aimed(scene)) is None
    await scene.finish()
    assert scene.channel.targeted_updates == [("targeted 1", RESULT)]


async def test_an_error_after_the_note_ends_in_an_apology_that_only_this_person_sees(
    scene: Scene,
) -> None:
    await breaks_after_the_line(scene, aimed(scene, Pressed("check", {}, "shared")), ANSWERING)
    assert [title(card) for card in scene.channel.targeted_cards] == [SORRY]
    assert (scene.channel.sent, scene.replaced) == ([], [])


async def test_the_apology_takes_the_place_of_a_pressed_card_that_one_sees_alone(
    scene: Scene,
) -> None:
    await seen_alone(scene)
    press = await scene.privacy().recognise(aimed(scene, PRESS))
    await breaks_after_the_line(scene, press, ANSWERING)
    [(message_id, card)] = scene.channel.targeted_updates
    assert (message_id, title(card)) == ("targeted 1", SORRY)
    assert scene.channel.targeted_cards == []


async def test_an_apology_that_is_not_taken_there_is_in_the_own_chat(scene: Scene) -> None:
    scene.channel.targeted_refusal = "forbidden"
    await breaks_after_the_line(scene, aimed(scene, Pressed("check", {}, "shared")), ANSWERING)
    assert [title(card) for card in scene.channel.sent] == [SORRY]


@pytest.mark.parametrize("refusal", [None, "blocked"])
async def test_others_read_no_line_on_what_was_asked_unseen_however_slow_the_own_chat_is(
    scene: Scene, refusal: str | None
) -> None:
    scene.alone.let.clear()
    scene.channel.refusal = refusal
    privacy, turn = scene.privacy(answer_within=0), aimed(scene, unseen=True)
    asking = asyncio.create_task(scene.ask(turn, privacy, in_own_chat=True))
    await until(lambda: scene.channel.targeted_cards, every=0.001)
    scene.alone.let.set()
    assert await asking is None
    assert [title(card) for card in scene.channel.targeted_cards] == [ANSWERING]
    if refusal:
        with pytest.raises(NotDelivered):
            await scene.finish()
    told = [(where, title(card)) for where, card in scene.channel.targeted_updates]
    assert told == ([("targeted 1", REFUSED)] if refusal else [])
    assert scene.replaced == []


async def test_nor_where_the_own_chat_refuses_at_once(scene: Scene) -> None:
    scene.channel.refusal = "blocked"
    asking = scene.ask(aimed(scene, unseen=True), scene.privacy(), in_own_chat=True)
    with suppress(NotDelivered):
        await asking
    with suppress(NotDelivered):
        await scene.finish()
    assert [title(card) for card in scene.channel.targeted_cards] == [REFUSED]
    assert scene.replaced == []
