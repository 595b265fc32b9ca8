"""Turns over real HTTP: what a behaviour sees, and what the person gets."""

import asyncio

import pytest

from bot.chat.reply import Reply
from bot.chat.turn import Pressed, Said, Scope, Turn
from bot.use_cases.authorizer import Actor, ActorKind
from tests.teams.channel import ALICE, Channel
from tests.teams.fakes import card
from tests.teams.issuer import APP_ID, NOW, TENANT

GROUP = {"id": "19:group", "conversationType": "groupChat", "tenantId": TENANT, "isGroup": True}


async def test_a_message_is_answered_with_a_card_of_its_own(channel: Channel) -> None:
    answer = await channel.post(channel.activity())
    assert (answer.status, answer.body) == (200, None)
    (sent,) = channel.far_end.sent
    assert sent.method == "POST"
    assert sent.path == "/teams/v3/conversations/a%3Aalice/activities/activity-1"
    assert sent.authorization == "Bearer token-1"
    assert sent.body["summary"] == "Hello"
    assert sent.body["replyToId"] == "activity-1"
    assert "text" not in sent.body
    (attachment,) = sent.body["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["content"] == card("Hello")


async def test_a_behaviour_sees_who_says_what_where(channel: Channel) -> None:
    await channel.post(channel.activity())
    (turn,) = channel.behaviours.turns
    assert turn.event == Said("my photo is wrong")
    assert turn.scope is Scope.PERSONAL
    assert (turn.subject, turn.reader) == (ALICE, ALICE)
    assert turn.actor == Actor(ActorKind.PERSON, ALICE)
    assert turn.where.conversation_id == "a:alice"
    assert turn.where.bot_id == f"28:{APP_ID}"
    assert turn.where.locale == "en-US"
    assert not turn.guest


async def test_what_nobody_reads_may_have_any_shape(channel: Channel) -> None:
    answer = await channel.post(channel.activity(timestamp="yesterday", attachmentLayout=7))
    assert answer.status == 200


async def test_where_a_person_can_be_reached_is_remembered_before_the_answer(
    channel: Channel,
) -> None:
    async def look(turn: Turn) -> None:
        assert channel.memory.references == [turn.where]

    channel.behaviours.before = look
    await channel.post(channel.activity())
    assert len(channel.memory.references) == 1


async def test_a_group_is_not_remembered_as_the_persons_own_chat(channel: Channel) -> None:
    await channel.post(channel.activity(conversation=GROUP))
    assert channel.behaviours.turns[0].scope is Scope.GROUP
    assert channel.memory.references == []


async def test_the_behaviour_learns_the_id_of_the_message(channel: Channel) -> None:
    delivered: list[str | None] = []

    async def note(message_id: str | None) -> None:
        delivered.append(message_id)

    channel.behaviours.reply = Reply(card("Checking"), "Checking", delivered=note)
    await channel.post(channel.activity())
    assert delivered == ["message-1"]


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


async def test_a_submitted_card_that_is_gone_is_answered_with_a_new_message(
    channel: Channel,
) -> None:
    channel.far_end.answers(404, {"error": {"code": "ActivityNotFoundInConversation"}})
    await channel.post(channel.activity(value={"verb": "check"}, replyToId="message-9"))
    assert [sent.method for sent in channel.far_end.sent] == ["PUT", "POST"]


async def test_what_follows_begins_once_the_answer_was_written(channel: Channel) -> None:
    written, order = asyncio.Event(), []

    async def afterwards() -> None:
        await written.wait()
        order.append("afterwards")

    channel.behaviours.reply = Reply(card("Checking"), "Checking", afterwards=afterwards)
    await channel.post(channel.press())
    order.append("answered")
    written.set()
    await channel.settled()
    assert order == ["answered", "afterwards"]


async def test_the_id_of_a_pressed_card_is_known_before_what_follows(channel: Channel) -> None:
    order: list[str | None] = []

    async def delivered(message_id: str | None) -> None:
        order.append(message_id)

    async def afterwards() -> None:
        order.append("afterwards")

    channel.behaviours.reply = Reply(card("Checking"), "Checking", delivered, afterwards)
    await channel.post(channel.press())
    await channel.settled()
    assert order == ["message-9", "afterwards"]
    assert channel.far_end.sent == []


async def test_a_behaviour_that_fails_apologises_once(channel: Channel) -> None:
    channel.behaviours.error = RuntimeError("Alice Ames")
    answer = await channel.post(channel.activity())
    assert answer.status == 200
    (sent,) = channel.far_end.sent
    assert "Sorry" in str(sent.body["attachments"])


async def test_a_button_that_fails_is_answered_with_words(channel: Channel) -> None:
    channel.behaviours.error = RuntimeError("Alice Ames")
    answer = await channel.post(channel.press())
    assert (answer.status, answer.body["statusCode"]) == (200, 500)
    assert answer.body["type"] == "application/vnd.microsoft.error"
    assert answer.body["value"]["message"] == "Sorry (en-US)"


async def test_a_failure_is_logged_without_its_words(
    channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    channel.behaviours.error = RuntimeError("Alice Ames")
    await channel.post(channel.activity())
    logged = capsys.readouterr().out
    assert "behaviour_failed" in logged
    assert "RuntimeError" in logged
    assert "Alice" not in logged


async def test_a_token_is_never_logged(
    channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    token = channel.token(aud="another")
    await channel.post(channel.activity(), token)
    logged = capsys.readouterr().out
    assert "wrong_audience" in logged
    assert not any(part in logged for part in token.split("."))


async def test_an_answer_that_cannot_be_delivered_is_no_error_of_the_caller(
    channel: Channel,
) -> None:
    channel.far_end.answers(403, {"error": {"code": "ConversationBlockedByUser"}})
    answer = await channel.post(channel.activity())
    assert answer.status == 200
    assert len(channel.far_end.sent) == 1


async def test_an_unconfirmed_answer_is_not_sent_again_and_told_without_an_id(
    channel: Channel,
) -> None:
    told: list[str | None] = []

    async def delivered(message_id: str | None) -> None:
        told.append(message_id)

    channel.behaviours.reply = Reply(card("Hello"), "Hello", delivered)
    channel.far_end.answers(504)
    await channel.post(channel.activity())
    assert (len(channel.far_end.sent), told) == (1, [None])


async def test_a_message_that_is_delivered_again_is_answered_once(channel: Channel) -> None:
    activity = channel.activity()
    answers = [await channel.post(activity) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert len(channel.behaviours.turns) == 1
    assert len(channel.far_end.sent) == 1


async def test_a_press_that_is_delivered_again_while_it_is_handled_gets_the_same_answer(
    channel: Channel,
) -> None:
    begun, going, ran = asyncio.Event(), asyncio.Event(), []

    async def wait(_: Turn) -> None:
        begun.set()
        await going.wait()

    async def afterwards() -> None:
        ran.append(1)

    channel.behaviours.before = wait
    channel.behaviours.reply = Reply(card("Hello"), "Hello", afterwards=afterwards)
    press = channel.press()
    first = asyncio.create_task(channel.post(press))
    await begun.wait()
    second = asyncio.create_task(channel.post(press))
    going.set()
    assert (await first).body == (await second).body
    await channel.settled()
    assert len(channel.behaviours.turns) == 1
    assert ran == [1]


async def test_a_press_without_a_reply_leaves_the_card_as_it_is(channel: Channel) -> None:
    channel.behaviours.reply = None
    answer = await channel.post(channel.press())
    assert answer.body["type"] == "application/vnd.microsoft.activity.message"


async def test_replies_are_sent_even_to_who_asks_for_them_in_the_answer(channel: Channel) -> None:
    answer = await channel.post(channel.activity(deliveryMode="expectReplies"))
    assert answer.body is None
    assert len(channel.far_end.sent) == 1


@pytest.mark.parametrize("leeway", [{"exp": -299}, {"nbf": 299}])
async def test_clocks_may_differ_by_five_minutes(channel: Channel, leeway: dict[str, int]) -> None:
    changes = {claim: NOW + seconds for claim, seconds in leeway.items()}
    assert (await channel.post(channel.activity(), channel.token(**changes))).status == 200
