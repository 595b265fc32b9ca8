"""Whatever an authenticated caller sends, the bot does not break."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.http.body import parse_object
from bot.http.jwt import key_id
from bot.http.problem import Refusal
from tests.http.issuer import TENANT
from tests.teams.channel import Channel

NAMES = """
    type id name text value from recipient conversation channelData entities membersAdded action
    membersRemoved attachments replyToId locale timestamp deliveryMode serviceUrl channelId verb
    data aadObjectId tenantId conversationType tenant mentioned trigger expiration textFormat
    callerId localTimestamp reactionsAdded relatesTo suggestedActions code semanticAction
    commandId commandContext messagePayload user userIdentityType parameters queryOptions skip
    count botMessagePreviewAction
"""
VALUES_OF_NOTE = """
    message invoke conversationUpdate installationUpdate adaptiveCard/action add remove personal
    expectReplies mention msteams automatic help commandBox aadUser initialRun send
    28:22222222-2222-4222-8222-222222222222
"""
IN_TENANT = {"tenant": {"id": TENANT}}
KINDS = st.sampled_from(
    [
        {},
        {"type": "message"},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:alice"}]},
        {"type": "installationUpdate", "action": "add"},
        {"type": "messageUpdate", "channelData": {"eventType": "editMessage", **IN_TENANT}},
        {"type": "messageReaction"},
        {"type": "event", "name": "application/vnd.microsoft.meetingStart"},
        {"type": "event", "name": "tokens/response"},
        {"name": "signin/tokenExchange"},
        *({"name": f"composeExtension/{name}"} for name in ("fetchTask", "submitAction", "query")),
    ]
)
WORDS = st.sampled_from(VALUES_OF_NOTE.split())
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS
KEYS = st.sampled_from(NAMES.split()) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=st.dictionaries(KEYS, VALUES, max_size=6))
async def test_no_authenticated_object_breaks_the_bot(
    channel: Channel, changes: dict[str, Any]
) -> None:
    answer = await channel.post({**channel.activity(), **changes})
    assert answer.status < 500 or answer.body["error"] == "invoke_not_supported"
    assert (await channel.post(channel.activity())).status == 200


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(field=st.sampled_from(NAMES.split()), value=VALUES, kind=KINDS)
async def test_no_single_odd_value_breaks_the_bot(
    channel: Channel, field: str, value: object, kind: dict[str, Any]
) -> None:
    answer = await channel.post({**channel.press(), **kind, field: value})
    assert answer.status < 500 or answer.body["error"] == "invoke_not_supported"


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(["fetchTask", "submitAction", "query"]),
    value=st.dictionaries(KEYS, VALUES, max_size=6),
)
async def test_no_odd_value_of_a_message_extension_breaks_the_bot(
    channel: Channel, name: str, value: dict[str, Any]
) -> None:
    activity = channel.extension(name)
    activity["value"].update(value)
    assert (await channel.post(activity)).status in (200, 400)


@given(st.binary() | st.text().map(str.encode) | VALUES.map(lambda value: str(value).encode()))
def test_bytes_are_an_object_or_refused(raw: bytes) -> None:
    try:
        parsed: object = parse_object(raw)
    except Refusal as refusal:
        parsed = refusal
    assert isinstance(parsed, dict) or getattr(parsed, "status", None) == 400


@given(st.text() | st.lists(st.text("abcdefghijeyJ09-_="), max_size=4).map(".".join))
def test_a_forged_token_has_no_key(token: str) -> None:
    with pytest.raises(Refusal):
        key_id(token)
