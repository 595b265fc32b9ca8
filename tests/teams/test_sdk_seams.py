"""What a Bot Framework developer expects of a turn and of the adapter, over real HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from botbuilder.core import CardFactory, MessageFactory, TurnContext
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationParameters,
    ConversationReference,
)

from bot.chat.surface import NotDelivered
from bot.http.problem import Refusal
from bot.teams.handler import PhotobotHandler
from tests.http.issuer import APP_ID, TENANT
from tests.teams.channel import Channel
from tests.teams.fakes import card

OnTurn = Callable[[TurnContext], Awaitable[object]]


def reference(channel: Channel) -> ConversationReference:
    activity = Activity().deserialize(channel.activity())
    return TurnContext.get_conversation_reference(activity)


async def in_a_turn(
    channel: Channel, monkeypatch: pytest.MonkeyPatch, on_turn: OnTurn
) -> TurnContext:
    """Run something in the turn of a message, and give its context."""
    contexts: list[TurnContext] = []

    async def on_message(_: PhotobotHandler, context: TurnContext) -> None:
        contexts.append(context)
        await on_turn(context)

    monkeypatch.setattr(PhotobotHandler, "on_message_activity", on_message)
    assert (await channel.post(channel.activity())).status == 200
    return contexts[0]


async def test_a_turn_sends_a_card_through_the_pooled_connector_as_it_is(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = card("Hello")
    attachment = CardFactory.adaptive_card(content)
    sent_as: list[Any] = []

    async def send(context: TurnContext) -> None:
        sent_as.append(await context.send_activity(MessageFactory.attachment(attachment)))

    await in_a_turn(channel, monkeypatch, send)
    (sent,) = channel.far_end.sent
    assert sent.path == "/teams/v3/conversations/a%3Aalice/activities/activity-1"
    assert sent.authorization == "Bearer token-1"
    assert sent.body["attachments"] == [
        {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    ]
    assert sent.body["from"]["id"] == f"28:{APP_ID}"
    assert sent.body["recipient"]["id"] == "29:1alice"
    assert sent_as[0].id == "message-1"


async def test_a_card_is_posted_with_unknown_properties_too(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {**card("7"), "a name": {"_odd": None, "datetime": [1.5, True, "x", {}]}}

    async def send(context: TurnContext) -> None:
        await context.send_activity(MessageFactory.attachment(CardFactory.adaptive_card(content)))

    await in_a_turn(channel, monkeypatch, send)
    assert channel.far_end.sent[0].body["attachments"][0]["content"] == content


async def test_words_and_files_are_sent_as_well(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Attachment(content_type="image/png", content_url="https://x.test/p.png", name="p")

    async def send(context: TurnContext) -> None:
        await context.send_activity("Hello")
        await context.send_activity(MessageFactory.attachment(picture))

    await in_a_turn(channel, monkeypatch, send)
    words, file = (sent.body for sent in channel.far_end.sent)
    assert words["text"] == "Hello"
    assert file["attachments"] == [
        {"contentType": "image/png", "contentUrl": "https://x.test/p.png", "name": "p"}
    ]


async def test_a_turn_updates_and_deletes_a_message_through_the_pooled_connector(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def change(context: TurnContext) -> None:
        activity = MessageFactory.attachment(CardFactory.adaptive_card(card("Done")))
        activity.id = "message-9"
        await context.update_activity(activity)
        await context.delete_activity("message-9")

    await in_a_turn(channel, monkeypatch, change)
    put, deleted = channel.far_end.sent
    address = "/teams/v3/conversations/a%3Aalice/activities/message-9"
    assert (put.method, put.path) == ("PUT", address)
    assert put.body["id"] == "message-9"
    assert put.body["attachments"][0]["content"] == card("Done")
    assert (deleted.method, deleted.path) == ("DELETE", address)


async def test_a_turn_sends_with_the_connectors_retries_and_allowed_hosts(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []

    async def send(context: TurnContext) -> None:
        await context.send_activity("Hello")
        client = await context.turn_state["ConnectorFactory"].create("https://evil.example", None)
        with pytest.raises(NotDelivered) as refusal:
            await client.conversations.send_to_conversation("a:1", {"type": "message"})
        refused.append(refusal.value.reason)

    channel.far_end.answers(429)
    await in_a_turn(channel, monkeypatch, send)
    assert refused == ["service_url_not_allowed"]
    assert [sent.body["text"] for sent in channel.far_end.sent] == ["Hello", "Hello"]


async def test_a_conversation_is_continued_through_the_pooled_connector(channel: Channel) -> None:
    async def say(context: TurnContext) -> None:
        message = MessageFactory.attachment(CardFactory.adaptive_card(card("Later")))
        sent = await context.send_activity(message)
        message.id = sent.id
        await context.update_activity(message)

    await channel.adapter.continue_conversation(reference(channel), say, APP_ID)
    posted, put = channel.far_end.sent
    assert (posted.method, posted.authorization) == ("POST", "Bearer token-1")
    assert posted.path.startswith("/teams/v3/conversations/a%3Aalice/activities")
    assert posted.body["attachments"][0]["content"] == card("Later")
    assert (put.method, put.path.rpartition("/")[2]) == ("PUT", "message-1")


async def test_a_conversation_is_created_through_the_pooled_connector(channel: Channel) -> None:
    async def say(context: TurnContext) -> None:
        await context.send_activity("Hello")

    parameters = ConversationParameters(
        bot=ChannelAccount(id=f"28:{APP_ID}"),
        members=[ChannelAccount(id="29:1alice")],
        channel_data={"tenant": {"id": TENANT}},
        tenant_id=TENANT,
    )
    channel.far_end.answers(201, {"id": "a:new"})
    await channel.adapter.create_conversation(
        APP_ID, say, parameters, "msteams", channel.service_url
    )
    opened, said = channel.far_end.sent
    assert opened.path == "/teams/v3/conversations"
    assert opened.body["members"] == [{"id": "29:1alice"}]
    assert said.path.startswith("/teams/v3/conversations/a%3Anew/activities")


@pytest.mark.usefixtures("no_behaviour_runs")
async def test_an_activity_that_was_not_proven_over_http_is_refused(channel: Channel) -> None:
    async def on_turn(_: TurnContext) -> None:
        raise AssertionError("nobody proved who calls")

    activity = Activity().deserialize(channel.activity())
    with pytest.raises(Refusal) as refusal:
        await channel.adapter.process_activity(f"Bearer {channel.token()}", activity, on_turn)
    assert (refusal.value.status, refusal.value.code) == (401, "not_proven")


@pytest.mark.usefixtures("no_behaviour_runs")
async def test_streaming_is_refused(channel: Channel) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as shaking:
        await channel.client.ws_connect("/api/messages")
    assert shaking.value.status == 405
    authentication = channel.adapter.bot_framework_authentication
    with pytest.raises(Refusal) as refusal:
        await authentication.authenticate_streaming_request(f"Bearer {channel.token()}", "msteams")
    assert (refusal.value.status, refusal.value.code) == (501, "not_supported")


async def test_no_token_is_stored_in_the_bot_framework_token_service(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: TurnContext) -> None:
        return

    context = await in_a_turn(channel, monkeypatch, nothing)
    assert context.turn_state.get(channel.adapter.USER_TOKEN_CLIENT_KEY) is None


async def test_a_proven_request_is_handed_to_the_sdk_with_its_identity(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: TurnContext) -> None:
        return

    context = await in_a_turn(channel, monkeypatch, nothing)
    identity = context.turn_state[channel.adapter.BOT_IDENTITY_KEY]
    assert identity.claims["aud"] == APP_ID
    assert identity.is_authenticated
