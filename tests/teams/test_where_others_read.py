"""Group chats and channels over real HTTP: cards that people share, and threads."""

import asyncio
import json
from typing import Any

import pytest

from bot.chat.turn import Scope, Turn
from bot.texts.general import apology, guest_message
from tests.http.issuer import TENANT, Key
from tests.teams.channel import ALICE, ON_SHARED_CARD, Channel, open_channel
from tests.teams.fakes import LANGUAGES, card

CHANNEL = {"id": "19:channel;messageid=1", "conversationType": "channel", "tenantId": TENANT}
GROUP = {"id": "19:group", "conversationType": "groupChat", "tenantId": TENANT, "isGroup": True}


async def test_a_press_on_a_shared_card_shows_a_toast_and_leaves_the_card(
    channel: Channel,
) -> None:
    answer = await channel.post(channel.press(conversation=GROUP))
    assert answer.body == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Hello",
    }
    await channel.settled()
    assert channel.far_end.sent == []


async def test_a_submit_on_a_shared_card_is_answered_with_a_new_message(
    channel: Channel,
) -> None:
    pressed = channel.activity(value={"verb": "check"}, replyToId="message-9", conversation=GROUP)
    await channel.post(pressed)
    assert [sent.method for sent in channel.far_end.sent] == ["POST"]


async def test_a_guest_who_presses_a_shared_card_does_not_change_it(channel: Channel) -> None:
    answer = await channel.post(channel.press(conversation=GROUP, **{"from": {"id": "29:1bob"}}))
    assert answer.body["value"] == guest_message(LANGUAGES.of("en-US").gettext).summary
    assert channel.far_end.sent == []


async def test_an_automatic_refresh_of_a_shared_card_runs_no_behaviour(
    channel: Channel,
) -> None:
    refresh = channel.press(conversation=GROUP)
    refresh["value"]["trigger"] = "automatic"
    assert (await channel.post(refresh)).body["value"] == ""
    assert channel.behaviours.turns == []


async def test_a_behaviour_goes_on_after_the_toast_on_a_shared_card(channel: Channel) -> None:
    async def follow(_: Turn) -> None:
        channel.far_end.order.append("what follows")

    channel.writing, channel.behaviours.after = 0.05, follow
    await channel.post(channel.press(conversation=GROUP))
    await channel.settled()
    assert channel.far_end.order == ["answer", "what follows"]


async def test_the_behaviour_is_given_no_message_to_rewrite_for_everybody(
    channel: Channel,
) -> None:
    await channel.post(channel.press(conversation=GROUP))
    await channel.settled()
    assert channel.behaviours.turns[0].surface.message_id is None
    assert channel.behaviours.shown_as == [None]


async def test_a_press_on_a_shared_card_shows_only_the_first_toast(channel: Channel) -> None:
    async def show_more(turn: Turn) -> None:
        await turn.surface.show(card("More"), "More")

    channel.behaviours.after = show_more
    answer = await channel.post(channel.press(conversation=GROUP))
    await channel.settled()
    assert answer.body["value"] == "Hello"
    assert channel.far_end.sent == []


@pytest.mark.parametrize("place", [None, GROUP, CHANNEL])
async def test_a_card_that_people_sent_is_never_replaced_wherever_it_is(
    channel: Channel, place: dict[str, object] | None
) -> None:
    where = {} if place is None else {"conversation": place}
    answer = await channel.post(channel.press(ON_SHARED_CARD, **where))
    assert answer.body["type"] == "application/vnd.microsoft.activity.message"
    submitted = channel.activity(value={"verb": ON_SHARED_CARD}, replyToId="message-9", **where)
    await channel.post(submitted)
    await channel.settled()
    assert [turn.scope is Scope.PERSONAL for turn in channel.behaviours.turns] == [False, False]
    assert [sent.method for sent in channel.far_end.sent] == ["POST"]
    # A chat between two people may be called personal, and is no chat with the bot.
    assert channel.memory.references == []


async def test_a_channel_is_answered_in_the_thread_that_asked(channel: Channel) -> None:
    await channel.post(channel.activity(conversation=CHANNEL))
    (sent,) = channel.far_end.sent
    assert "/conversations/19%3Achannel%3Bmessageid%3D1/activities/" in sent.path


@pytest.mark.parametrize("place", [None, GROUP, CHANNEL])
async def test_no_message_holds_the_name_of_the_person_it_answers(
    channel: Channel, place: dict[str, object] | None
) -> None:
    where = {} if place is None else {"conversation": place}
    await channel.post(channel.activity(**where))
    (sent,) = channel.far_end.sent
    assert "Alice" not in json.dumps(sent.body)
    assert ALICE not in json.dumps(sent.body)


async def test_who_reads_that_the_answer_comes_reads_an_apology_where_it_fails(key: Key) -> None:
    over = asyncio.Event()

    async def wait(_turn: object) -> None:
        await over.wait()

    async with open_channel(key, in_public=False, line_after=0.05) as channel:
        channel.behaviours.before = wait
        channel.behaviours.error = RuntimeError("Alice's photo")
        await channel.post(channel.activity(conversation=GROUP))
        over.set()
        await channel.settled()
        # The chat may be opened before the line is sent, or after it.
        line, private = (sent for sent in channel.far_end.sent if "attachments" in sent.body)
        assert words_of(line) == "I'm writing to you privately. Look in your chat with me."
        assert ["19%3Agroup" in sent.path for sent in (line, private)] == [True, False]
        assert words_of(private) == apology(LANGUAGES.of("en-US").gettext).title


def words_of(message: Any) -> Any:
    return message.body["attachments"][0]["content"]["body"][0]["text"]
