"""Pressed buttons over real HTTP: what answers them, and what is written into their message."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.turn import Pressed, Turn
from bot.teams.answers import WRITING_SECONDS
from bot.texts.general import apology
from tests.http.issuer import TENANT
from tests.teams.channel import Channel
from tests.teams.fakes import LANGUAGES, card
from tests.waiting import until

GROUP = {"id": "19:group", "conversationType": "groupChat", "tenantId": TENANT, "isGroup": True}


async def test_a_pressed_button_is_answered_with_the_card_in_its_place(channel: Channel) -> None:
    answer = await channel.post(channel.press())
    assert channel.behaviours.turns[0].event == Pressed("check", {"card": "7"}, "message-9")
    assert answer.status == 200
    assert answer.body == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.card.adaptive",
        "value": card("Hello"),
    }


async def test_the_card_of_an_answered_press_is_kept_in_the_message(channel: Channel) -> None:
    await channel.post(channel.press())
    await channel.settled()
    (sent,) = channel.far_end.sent
    assert (sent.method, sent.path.rpartition("/")[2]) == ("PUT", "message-9")
    assert sent.body["attachments"][0]["content"] == card("Hello")


async def test_a_refresh_by_the_client_does_not_update_the_message(channel: Channel) -> None:
    press = channel.press()
    press["value"]["trigger"] = "automatic"
    await channel.post(press)
    await channel.settled()
    assert channel.far_end.sent == []


async def test_a_press_in_a_group_changes_nothing_for_the_others(channel: Channel) -> None:
    await channel.post(channel.press(conversation=GROUP))
    await channel.settled()
    assert channel.far_end.sent == []


async def test_a_submitted_button_reaches_the_same_behaviour(channel: Channel) -> None:
    value = {"verb": "check", "card": "7", "msteams": {"type": "messageBack"}}
    await channel.post(channel.activity(text=None, value=value, replyToId="message-9"))
    assert channel.behaviours.turns[0].event == Pressed("check", {"card": "7"}, "message-9")
    (sent,) = channel.far_end.sent
    assert (sent.method, sent.path.rpartition("/")[2]) == ("PUT", "message-9")


async def test_a_submit_on_a_deleted_card_is_answered_with_a_new_message(
    channel: Channel,
) -> None:
    channel.far_end.answers(404, {"error": {"code": "ActivityNotFoundInConversation"}})
    await channel.post(channel.activity(value={"verb": "check"}, replyToId="message-9"))
    assert [sent.method for sent in channel.far_end.sent] == ["PUT", "POST"]


async def test_updates_begin_once_the_answer_was_written(channel: Channel) -> None:
    async def follow(_: Turn) -> None:
        channel.far_end.order.append("what follows")

    channel.writing, channel.behaviours.after = 0.05, follow
    await channel.post(channel.press())
    await channel.settled()
    assert channel.far_end.order == ["answer", "PUT", "what follows"]


@pytest.mark.parametrize("waiting", [True, False])
async def test_an_update_never_overtakes_the_answer_of_a_press(
    channel: Channel, waiting: bool
) -> None:
    async def finish(turn: Turn) -> None:
        await turn.surface.update("message-9", card("Done"), "Done")

    channel.writing = 0.05
    channel.behaviours.waiting, channel.behaviours.after = waiting, finish
    answer = await channel.post(channel.press())
    await channel.settled()
    assert answer.body["value"] == card("Hello")
    assert channel.far_end.order == ["answer", *(["PUT"] if waiting else ["PUT", "PUT"])]
    assert channel.far_end.sent[-1].body["attachments"][0]["content"] == card("Done")


async def test_a_press_is_answered_while_its_behaviour_goes_on(channel: Channel) -> None:
    working = asyncio.Event()

    async def work(turn: Turn) -> None:
        await working.wait()
        await turn.surface.update("message-9", card("Done"), "Done")

    channel.behaviours.waiting, channel.behaviours.after = True, work
    assert (await channel.post(channel.press())).body["value"] == card("Hello")
    assert channel.far_end.sent == []
    working.set()
    await channel.settled()
    assert [sent.method for sent in channel.far_end.sent] == ["PUT"]


async def test_the_id_of_a_pressed_message_is_known_before_updates(channel: Channel) -> None:
    known: list[str | None] = []

    async def follow(_: Turn) -> None:
        known.extend(channel.behaviours.shown_as)

    channel.behaviours.waiting, channel.behaviours.after = True, follow
    await channel.post(channel.press())
    await channel.settled()
    assert known == ["message-9"]
    assert channel.far_end.sent == []


async def test_a_second_card_is_a_message_of_its_own(channel: Channel) -> None:
    async def show_more(turn: Turn) -> None:
        await turn.surface.show(card("More"), "More")

    channel.behaviours.after = show_more
    await channel.post(channel.press())
    await channel.settled()
    assert [sent.method for sent in channel.far_end.sent] == ["PUT", "POST"]
    assert channel.far_end.sent[-1].body["summary"] == "More"


async def test_a_press_is_answered_even_if_its_message_cannot_be_updated(
    channel: Channel,
) -> None:
    channel.far_end.answers(403)
    with capture_logs() as logs:
        answer = await channel.post(channel.press())
        await channel.settled()
    assert answer.body["value"] == card("Hello")
    assert channel.behaviours.shown_as == ["message-9"]
    assert "pressed_message_not_updated" in [line["event"] for line in logs]


async def test_a_press_whose_behaviour_raises_is_answered_with_words(channel: Channel) -> None:
    channel.behaviours.error = RuntimeError("Alice Ames")
    answer = await channel.post(channel.press())
    assert (answer.status, answer.body["statusCode"]) == (200, 500)
    assert answer.body["type"] == "application/vnd.microsoft.error"
    assert answer.body["value"]["message"] == apology(LANGUAGES.of("en-US").gettext).title


async def test_a_press_without_an_answer_leaves_the_card_as_it_is(channel: Channel) -> None:
    channel.behaviours.card = None
    answer = await channel.post(channel.press())
    assert answer.body["type"] == "application/vnd.microsoft.activity.message"


def words_of(shown: Any) -> str:
    return str(shown["body"][0]["text"])


def written(channel: Channel) -> list[str]:
    return [words_of(sent.body["attachments"][0]["content"]) for sent in channel.far_end.sent]


async def press_for(channel: Channel, words: str, **changes: str) -> str:
    """Press the button whose card says these words, and return what the answer shows."""
    channel.behaviours.card = card(words)
    press = channel.press()
    press["value"].update(changes)
    return words_of((await channel.post(press)).body["value"])


async def test_a_card_is_not_written_over_that_of_a_later_press(channel: Channel) -> None:
    channel.goes_out.clear()
    first = asyncio.create_task(press_for(channel, "First"))
    await until(lambda: len(channel.behaviours.turns) == 1)
    second = asyncio.create_task(press_for(channel, "Second"))
    await until(lambda: len(channel.behaviours.turns) == 2)
    channel.goes_out.set()
    assert (await first, await second) == ("First", "Second")
    await channel.settled()
    assert written(channel) == ["Second"]


async def test_a_press_is_answered_once_the_card_before_is_written(channel: Channel) -> None:
    channel.far_end.held = asyncio.Event()
    await press_for(channel, "First")
    await until(lambda: channel.far_end.sent)
    second = asyncio.create_task(press_for(channel, "Second"))
    await asyncio.sleep(0.1)
    assert not second.done()
    channel.far_end.held.set()
    assert await second == "Second"
    await channel.settled()
    assert written(channel) == ["First", "Second"]


async def test_a_press_is_answered_soon_where_the_card_before_can_not_be_written(
    channel: Channel,
) -> None:
    channel.far_end.held = asyncio.Event()
    await press_for(channel, "First")
    async with asyncio.timeout(WRITING_SECONDS + 5):
        assert await press_for(channel, "Second") == "Second"
    channel.far_end.held.set()
    await channel.settled()
    assert written(channel) == ["First", "Second"]


async def test_a_refresh_by_the_client_does_not_keep_a_card_from_its_message(
    channel: Channel,
) -> None:
    channel.writing = 0.1
    await press_for(channel, "First")
    await press_for(channel, "Refreshed", trigger="automatic")
    await channel.settled()
    assert written(channel) == ["First"]
