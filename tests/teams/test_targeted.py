"""Targeted messages over real HTTP: what is sent where, and what others get to read."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.chat.turn import Pressed, Turn
from bot.texts.general import apology, guest_message, takes_longer
from tests.http.issuer import APP_ID, Key
from tests.teams.channel import Channel, open_channel
from tests.teams.fakes import LANGUAGES
from tests.teams.line import Line
from tests.teams.test_where_others_read import CHANNEL, GROUP

QUERY = "?isTargetedActivity=true"
UNSEEN = {"recipient": {"id": f"28:{APP_ID}", "isTargeted": True}}
MESSAGE = "application/vnd.microsoft.activity.message"
_ = LANGUAGES.of("en-US").gettext
LATE, SORRY, GUEST = takes_longer(_).title, apology(_).title, guest_message(_).title


@pytest.fixture
async def aimed(key: Key) -> AsyncIterator[Channel]:
    """A bot whose one behaviour is about a person, where others read too."""
    async with open_channel(key, targeted=True, in_public=False) as opened:
        yield opened


def sent(channel: Channel) -> list[tuple[str, bool, str]]:
    """What was sent: the method, whether it was targeted, and the first words of the card."""
    return [
        (
            each.method,
            each.path.endswith(QUERY),
            each.body["attachments"][0]["content"]["body"][0]["text"],
        )
        for each in channel.far_end.sent
    ]


@pytest.mark.parametrize("place", [GROUP, CHANNEL])
async def test_a_mention_is_answered_with_one_message_that_names_its_only_reader(
    aimed: Channel, place: dict[str, Any]
) -> None:
    assert (await aimed.post(aimed.activity(conversation=place))).status == 200
    await aimed.settled()
    assert sent(aimed) == [("POST", True, "Hello")]
    [message] = aimed.far_end.sent
    assert message.path.endswith(f"/activities{QUERY}")
    assert message.body["recipient"] == {"id": "29:1alice"}


async def test_a_personal_chat_has_no_targeted_messages(aimed: Channel) -> None:
    await aimed.post(aimed.activity(**UNSEEN))
    assert sent(aimed) == [("POST", False, "Hello")]


async def test_a_press_on_it_is_answered_by_a_toast_and_updates_it_for_its_reader(
    aimed: Channel,
) -> None:
    await aimed.post(aimed.activity(conversation=GROUP))
    press = aimed.press(conversation=GROUP) | {"replyToId": "message-1"}
    answer = await aimed.post(press)
    assert answer.body["type"] == MESSAGE
    assert answer.body["value"] == "I answered here. Only you can see it."
    await aimed.settled()
    assert sent(aimed)[1:] == [("PUT", True, "Hello")]
    update = aimed.far_end.sent[1]
    assert update.path.endswith(f"/activities/message-1{QUERY}")
    # Teams refuses an update that names a recipient.
    assert "recipient" not in update.body
    assert data_of(aimed.behaviours.turns[1]) == {"card": "7"}


async def test_who_presses_somebody_elses_message_gets_their_own_and_rewrites_nothing(
    aimed: Channel,
) -> None:
    await aimed.post(aimed.activity(conversation=GROUP))
    bob = {"from": {"id": "29:1bob", "aadObjectId": "33333333-3333-4333-8333-333333333302"}}
    press = aimed.press(conversation=GROUP, **bob) | {"replyToId": "message-1", **UNSEEN}
    await aimed.post(press)
    await aimed.settled()
    assert [(each.method, each.path.endswith(QUERY)) for each in aimed.far_end.sent] == [
        ("POST", True),
        ("POST", True),
    ]
    assert aimed.far_end.sent[1].body["recipient"] == {"id": "29:1bob"}
    assert data_of(aimed.behaviours.turns[1]) == {}


async def test_a_submit_of_an_older_client_updates_it_too(aimed: Channel) -> None:
    await aimed.post(aimed.activity(conversation=GROUP))
    pressed = aimed.activity(value={"verb": "check"}, replyToId="message-1", conversation=GROUP)
    await aimed.post(pressed)
    await aimed.settled()
    # No line for everybody says so.
    assert sent(aimed)[1:] == [("PUT", True, "Hello")]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": {"code": "BadArgument"}}),
        (403, {"error": {"code": "BotNotInConversationRoster"}}),
        (404, {"error": {"code": "ConversationNotFound"}}),
        (500, None),
        (502, None),
        (504, None),
        (202, {}),
    ],
)
async def test_what_is_refused_goes_to_the_own_chat(aimed: Channel, status: int, body: Any) -> None:
    aimed.far_end.answers(status, body)
    await aimed.post(aimed.activity(conversation=GROUP))
    await aimed.settled()
    refused, opened, private, line = aimed.far_end.sent
    assert refused.path.endswith(QUERY)
    assert opened.path.endswith("/v3/conversations")
    assert "/conversations/message-2/" in private.path
    assert sent_words(line) == "I wrote to you privately."


async def test_a_service_that_is_away_is_asked_a_few_times_first(aimed: Channel) -> None:
    for _attempt in range(4):
        aimed.far_end.answers(503)
    await aimed.post(aimed.activity(conversation=GROUP))
    await aimed.settled()
    assert [each.path.endswith(QUERY) for each in aimed.far_end.sent] == [True] * 4 + [False] * 3


async def test_what_others_did_not_see_is_answered_unseen_whatever_it_says(key: Key) -> None:
    async with open_channel(key, targeted=True) as channel:
        await channel.post(channel.activity(conversation=GROUP, **UNSEEN))
        await channel.settled()
        assert sent(channel) == [("POST", True, "Hello")]
        await channel.post(channel.activity(conversation=GROUP))
        assert sent(channel)[1:] == [("POST", False, "Hello")]


async def test_a_guest_who_writes_unseen_is_declined_unseen(aimed: Channel) -> None:
    guest = {"from": {"id": "29:1bob"}}
    await aimed.post(aimed.activity(conversation=GROUP, **guest, **UNSEEN))
    assert sent(aimed) == [("POST", True, GUEST)]


async def test_words_in_time_are_unseen_too_and_the_answer_takes_their_place(key: Key) -> None:
    over = asyncio.Event()

    async def wait(_turn: object) -> None:
        await over.wait()

    async with open_channel(
        key, targeted=True, in_public=False, first_words_after=0.05, answer_within=0.3
    ) as channel:
        channel.behaviours.before = wait
        await channel.post(channel.activity(conversation=GROUP))
        assert sent(channel) == [("POST", True, LATE)]
        over.set()
        await channel.settled()
        assert sent(channel)[1:] == [("PUT", True, "Hello")]
        assert "/activities/message-1" in channel.far_end.sent[1].path


@pytest.mark.parametrize(("updated", "deleted"), [(200, 200), (200, 404), (404, 200)])
async def test_words_in_time_after_a_press_are_gone_once_there_is_an_answer(
    key: Key, updated: int, deleted: int
) -> None:
    over = asyncio.Event()

    async def wait(_turn: object) -> None:
        await over.wait()

    async with open_channel(
        key, targeted=True, in_public=False, first_words_after=0.05, answer_within=0.3
    ) as channel:
        await channel.post(channel.activity(conversation=GROUP))
        channel.behaviours.before = wait
        pressed = channel.activity(value={"verb": "check"}, replyToId="message-1")
        await channel.post(pressed | {"conversation": GROUP})
        assert sent(channel)[1:] == [("POST", True, LATE)]
        channel.far_end.answers(updated)
        channel.far_end.answers(deleted)
        over.set()
        await channel.settled()
        update, deletion, *in_own_chat = channel.far_end.sent[2:]
        assert (update.method, sent_words(update)) == ("PUT", "Hello")
        assert update.path.endswith(f"/activities/message-1{QUERY}")
        assert deletion.method == "DELETE"
        assert deletion.path.endswith(f"/activities/message-2{QUERY}")
        assert bool(in_own_chat) == (updated == 404)
        assert channel.behaviours.refusals == []


async def test_an_apology_is_unseen(aimed: Channel) -> None:
    aimed.behaviours.error = RuntimeError("Alice's photo")
    await aimed.post(aimed.activity(conversation=GROUP))
    await aimed.settled()
    assert sent(aimed) == [("POST", True, SORRY)]


async def test_an_apology_that_is_refused_is_said_before_everybody(aimed: Channel) -> None:
    aimed.behaviours.error = RuntimeError("Alice's photo")
    aimed.far_end.answers(400)
    await aimed.post(aimed.activity(conversation=GROUP, **UNSEEN))
    await aimed.settled()
    assert sent(aimed)[1:] == [("POST", False, SORRY)]
    # Nobody else sees the message, so none can be a reply to it.
    assert aimed.far_end.sent[1].path.endswith("/activities")


async def test_a_targeted_message_is_deleted_as_one(line: Line) -> None:
    where = line.where
    await line.connector.delete(where.service_url, where.conversation_id, "1", targeted=True)
    [request] = line.far_end.sent
    assert (request.method, request.path.endswith(f"/activities/1{QUERY}")) == ("DELETE", True)
    assert "/19%3Aa%2Fb%40thread%3Bmessageid%3D1/" in request.path


def data_of(turn: Turn) -> Mapping[str, Any]:
    assert isinstance(turn.event, Pressed)
    return turn.event.data


def sent_words(message: Any) -> Any:
    return message.body["attachments"][0]["content"]["body"][0]["text"]
