"""The line in public is true, says nothing of anybody, and comes in time."""

import asyncio
import json

import pytest

from bot.chat.conversation import ConversationReference
from bot.chat.privacy import ANSWER_WITHIN_SECONDS
from bot.chat.surface import UNCONFIRMED, NotDelivered
from bot.chat.turn import Pressed
from tests.behaviours.fakes import CHAT, title
from tests.chat.privacy.scene import (
    REFUSED,
    RESULT,
    SORRY,
    UNSURE,
    WAITING,
    WRITING,
    WROTE,
    Scene,
    asked,
    breaks_after_the_line,
)


def test_the_line_appears_within_three_seconds() -> None:
    assert ANSWER_WITHIN_SECONDS < 3


async def test_the_line_says_that_it_wrote_only_after_the_message_was_accepted(
    scene: Scene,
) -> None:
    scene.alone.let_finish.clear()
    assert title(await scene.ask(asked())) == WROTE
    assert scene.channel.sent_to == [CHAT]
    assert scene.alone.steps == ["new message"]
    scene.alone.let_finish.set()
    await scene.finish()
    assert scene.alone.steps == ["new message", "finished"]


async def test_later_cards_are_shown_in_private_and_the_line_stays(scene: Scene) -> None:
    await scene.ask(asked())
    await scene.finish()
    assert scene.channel.sent == [WAITING]
    assert scene.channel.updates == [("new message", RESULT)]


async def test_a_refused_message_is_not_said_to_be_written(scene: Scene) -> None:
    scene.channel.refusal = "blocked"
    assert title(await scene.ask(asked())) == REFUSED
    with pytest.raises(NotDelivered):
        await scene.finish()
    assert scene.alone.steps == ["blocked"]


async def test_of_a_message_that_may_have_arrived_the_line_says_that_it_was_tried(
    scene: Scene,
) -> None:
    scene.channel.refusal = UNCONFIRMED
    assert title(await scene.ask(asked())) == UNSURE
    assert scene.alone.steps == [UNCONFIRMED]


@pytest.mark.parametrize("reason", ["blocked", "not_installed", "gone", "throttled", UNCONFIRMED])
@pytest.mark.parametrize("known", [CHAT, None])
async def test_the_line_never_says_why(
    scene: Scene, reason: str, known: ConversationReference | None
) -> None:
    scene.channel.refusal = scene.channel.closed = reason
    scene.chats.known = known
    line = await scene.ask(asked())
    assert title(line) in (REFUSED, UNSURE)
    assert line
    assert line.summary == title(line)
    assert "https://teams.example/chat" in json.dumps(line.card)


async def test_without_a_private_card_there_is_no_line(scene: Scene) -> None:
    scene.alone.is_silent = True
    assert await scene.ask(asked()) is None
    assert scene.channel.sent == []


async def test_an_error_in_private_shows_no_line(scene: Scene) -> None:
    scene.alone.error = RuntimeError("Amara's photo")
    assert await scene.ask(asked()) is None
    with pytest.raises(RuntimeError):
        await scene.finish()


async def test_slow_work_does_not_delay_the_line(scene: Scene) -> None:
    scene.alone.let.clear()
    assert title(await scene.ask(asked(), scene.privacy(answer_within=0))) == WRITING
    assert scene.channel.sent == []
    scene.alone.let.set()
    await scene.finish()
    assert len(scene.channel.sent) == 1
    assert scene.alone.steps == ["new message", "finished"]


async def test_a_second_tap_while_the_first_is_answered_writes_no_second_message(
    scene: Scene,
) -> None:
    scene.alone.let.clear()
    privacy, press = scene.privacy(), asked(Pressed("check", {}, "shared"))
    first = asyncio.create_task(scene.ask(press, privacy))
    await asyncio.sleep(0.01)
    assert title(await scene.ask(press, privacy)) == WRITING
    scene.alone.let.set()
    assert title(await first) == WROTE
    await scene.finish()
    assert len(scene.channel.sent) == 1
    assert title(await scene.ask(press, privacy)) == WROTE
    await scene.finish()
    assert len(scene.channel.sent) == 2


async def test_two_taps_at_the_same_moment_write_one_message(scene: Scene) -> None:
    privacy, press = scene.privacy(), asked(Pressed("check", {}, "shared"))
    lines = await asyncio.gather(*(scene.ask(press, privacy) for _ in range(2)))
    await scene.finish()
    assert {title(line) for line in lines} == {WROTE, WRITING}
    assert len(scene.channel.sent) == 1


async def test_a_press_that_broke_can_be_repeated(scene: Scene) -> None:
    privacy, press = scene.privacy(), asked(Pressed("check", {}, "shared"))
    scene.alone.error = RuntimeError()
    assert await scene.ask(press, privacy) is None
    scene.alone.error = None
    assert title(await scene.ask(press, privacy)) == WROTE


async def test_two_people_who_press_the_same_button_are_both_written_to(scene: Scene) -> None:
    privacy = scene.privacy()
    presses = [asked(Pressed("check", {}, "shared"), person_id=who) for who in ("a", "b")]
    lines = await asyncio.gather(*(scene.ask(press, privacy) for press in presses))
    assert [title(line) for line in lines] == [WROTE, WROTE]
    assert {alone.reader.id for alone in scene.alone.turns} == {"a", "b"}


async def test_an_error_after_the_line_ends_in_an_apology_to_the_person_alone(
    scene: Scene,
) -> None:
    await breaks_after_the_line(scene, asked(), WRITING)
    assert [title(card) for card in scene.channel.sent] == [SORRY]
    assert scene.channel.sent_to == [CHAT]
    assert scene.replaced == []


@pytest.mark.parametrize(("reason", "line"), [("blocked", REFUSED), (UNCONFIRMED, UNSURE)])
async def test_an_apology_that_is_not_taken_leaves_no_promise_before_others(
    scene: Scene, reason: str, line: str
) -> None:
    scene.channel.refusal = reason
    with pytest.raises(NotDelivered):
        await breaks_after_the_line(scene, asked(), WRITING)
    assert [(where, title(card)) for where, card in scene.replaced] == [("the line", line)]


async def test_nor_does_an_answer_that_is_not_taken(scene: Scene) -> None:
    scene.alone.let.clear()
    scene.channel.refusal = "blocked"
    assert title(await scene.ask(asked(), scene.privacy(answer_within=0))) == WRITING
    scene.alone.let.set()
    with pytest.raises(NotDelivered):
        await scene.finish()
    assert [(where, title(card)) for where, card in scene.replaced] == [("the line", REFUSED)]


async def test_an_error_after_a_card_is_left_to_the_cards_session(scene: Scene) -> None:
    scene.alone.let.clear()
    scene.alone.late_error = RuntimeError("Amara's photo")
    assert title(await scene.ask(asked(), scene.privacy(answer_within=0))) == WRITING
    scene.alone.let.set()
    with pytest.raises(RuntimeError):
        await scene.finish()
    assert scene.channel.sent == [WAITING]
