"""Messages over real HTTP: what a behaviour sees, and what the person gets."""

import asyncio
import json
from dataclasses import replace

import pytest

from bot.chat.conversation import ConversationReference
from bot.chat.turn import Said, Scope, Turn
from bot.texts.general import apology
from bot.use_cases.authorizer import Actor, ActorKind
from tests.http.issuer import APP_ID, NOW, TENANT
from tests.teams.channel import ALICE, Channel
from tests.teams.fakes import LANGUAGES, card

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


async def test_a_behaviour_sees_the_person_the_text_and_the_conversation(channel: Channel) -> None:
    await channel.post(channel.activity())
    (turn,) = channel.behaviours.turns
    assert turn.event == Said("my photo is wrong")
    assert turn.scope is Scope.PERSONAL
    assert (turn.subject, turn.reader.id) == (ALICE, ALICE)
    assert turn.actor == Actor(ActorKind.PERSON, ALICE)
    assert turn.where.conversation_id == "a:alice"
    assert turn.where.bot_id == f"28:{APP_ID}"
    assert (turn.where.locale, turn.written_in) == ("en", "en")
    assert not turn.guest


async def test_without_a_recipient_the_bot_id_is_the_app_id(channel: Channel) -> None:
    await channel.post(channel.activity(recipient=None))
    assert channel.behaviours.turns[0].where.bot_id == f"28:{APP_ID}"


async def test_fields_that_are_not_read_may_have_any_shape(channel: Channel) -> None:
    answer = await channel.post(channel.activity(timestamp="yesterday", attachmentLayout=7))
    assert answer.status == 200


@pytest.mark.parametrize("text", ['"', "\\", '\\"', '","', "{[]}:,", "\n", "照", "👦"])
async def test_the_longest_message_is_answered_whatever_it_is_made_of(
    channel: Channel, text: str
) -> None:
    # What Teams delivers at most: 100 KB in UTF-16, as text and as HTML.
    written = text * (100 * 1024 // len(text.encode("utf-16-le")))
    html = {"contentType": "text/html", "content": f"<div>{written}</div>"}
    for ascii_only in (True, False):
        body = channel.activity(text=written, attachments=[html])
        raw = json.dumps(body, ensure_ascii=ascii_only, indent=4).encode()
        assert (await channel.post(raw)).status == 200
    assert len(channel.far_end.sent) == 2


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON ;a=b"])
async def test_a_message_is_json_whatever_the_type_says_besides(
    channel: Channel, kind: str
) -> None:
    answer = await channel.post(channel.activity(), **{"Content-Type": kind})
    assert answer.status == 200


async def test_a_card_that_somebody_forwards_is_no_obstacle(channel: Channel) -> None:
    card = {
        "type": "AdaptiveCard",
        "body": [{"type": "TextBlock", "text": "x", "wrap": True}] * 500,
    }
    forwarded = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    assert len(json.dumps(card)) > 25_000
    assert (await channel.post(channel.activity(attachments=[forwarded]))).status == 200
    assert len(channel.far_end.sent) == 1


async def test_the_personal_chat_is_stored_before_the_answer(
    channel: Channel,
) -> None:
    remembered: list[ConversationReference] = []

    async def look(_: Turn) -> None:
        remembered.extend(channel.memory.references)

    channel.behaviours.before = look
    await channel.post(channel.activity())
    where = channel.behaviours.turns[0].where
    assert remembered == [replace(where, locale="en-US")] == channel.memory.references


async def test_a_group_is_not_stored_as_the_persons_own_chat(channel: Channel) -> None:
    await channel.post(channel.activity(conversation=GROUP))
    assert channel.behaviours.turns[0].scope is Scope.GROUP
    assert channel.memory.references == []


async def test_the_behaviour_learns_the_id_of_the_message(channel: Channel) -> None:
    await channel.post(channel.activity())
    assert channel.behaviours.shown_as == ["message-1"]


async def test_a_message_is_answered_over_http_when_its_first_card_was_shown(
    channel: Channel,
) -> None:
    working = asyncio.Event()

    async def work(turn: Turn) -> None:
        await working.wait()
        await turn.surface.update("message-1", card("Done"), "Done")

    channel.behaviours.after = work
    assert (await channel.post(channel.activity())).status == 200
    assert channel.far_end.order == ["POST", "answer"]
    working.set()
    await channel.settled()
    assert channel.far_end.order == ["POST", "answer", "PUT"]
    assert channel.far_end.sent[-1].body["attachments"][0]["content"] == card("Done")


async def test_a_behaviour_without_an_answer_sends_nothing(channel: Channel) -> None:
    channel.behaviours.card = None
    assert (await channel.post(channel.activity())).status == 200
    assert channel.far_end.sent == []


async def test_a_behaviour_that_fails_apologises_once(channel: Channel) -> None:
    channel.behaviours.error = RuntimeError("Alice Ames")
    answer = await channel.post(channel.activity())
    assert answer.status == 200
    (sent,) = channel.far_end.sent
    view = apology(LANGUAGES.of("en-US").gettext)
    assert sent.body["summary"] == view.title
    assert sent.body["attachments"][0]["content"]["body"][0]["text"] == view.title


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [
        ("hi", "zh-TW", "zh_Hant"),
        ("hi", "en-US", "en"),
        ("我的照片不對", "en-US", "zh_Hant"),
        ("my photo is wrong", "zh-TW", "en"),
    ],
)
async def test_an_apology_is_in_the_language_of_the_message_else_of_the_client(
    channel: Channel, text: str, locale: str, language: str
) -> None:
    channel.behaviours.error = RuntimeError("Alice Ames")
    await channel.post(channel.activity(text=text, locale=locale))
    assert channel.far_end.sent[0].body["summary"] == apology(LANGUAGES.of(language).gettext).title


async def test_an_error_after_the_card_was_shown_is_logged_only(
    channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(_: Turn) -> None:
        raise RuntimeError("Alice Ames")

    channel.behaviours.after = fail
    await channel.post(channel.activity())
    await channel.settled()
    assert [sent.body["summary"] for sent in channel.far_end.sent] == ["Hello"]
    assert "behaviour_failed" in capsys.readouterr().out


async def test_an_apology_that_cannot_be_delivered_does_not_fail_the_request(
    channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    channel.behaviours.error = RuntimeError("Alice Ames")
    channel.far_end.answers(403, {"error": {"code": "ConversationBlockedByUser"}})
    assert (await channel.post(channel.activity())).status == 200
    await channel.settled()
    logged = capsys.readouterr().out
    assert "reply_not_delivered" in logged
    assert "blocked" in logged


async def test_a_failure_is_logged_without_its_message(
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


async def test_an_answer_that_cannot_be_delivered_does_not_fail_the_request(
    channel: Channel,
) -> None:
    channel.far_end.answers(403, {"error": {"code": "ConversationBlockedByUser"}})
    answer = await channel.post(channel.activity())
    assert answer.status == 200
    assert len(channel.far_end.sent) == 1


async def test_an_unconfirmed_answer_is_not_sent_again_and_raises_in_the_behaviour(
    channel: Channel,
) -> None:
    channel.far_end.answers(504)
    assert (await channel.post(channel.activity())).status == 200
    assert len(channel.far_end.sent) == 1
    assert (channel.behaviours.shown_as, channel.behaviours.refusals) == ([], ["unconfirmed"])


async def test_expect_replies_is_ignored_and_the_answer_is_sent(channel: Channel) -> None:
    answer = await channel.post(channel.activity(deliveryMode="expectReplies"))
    assert answer.body is None
    assert len(channel.far_end.sent) == 1


@pytest.mark.parametrize("leeway", [{"exp": -299}, {"nbf": 299}])
async def test_clocks_may_differ_by_five_minutes(channel: Channel, leeway: dict[str, int]) -> None:
    changes = {claim: NOW + seconds for claim, seconds in leeway.items()}
    assert (await channel.post(channel.activity(), channel.token(**changes))).status == 200
