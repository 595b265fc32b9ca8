"""Every request that is turned away: the right status, a code, and never a behaviour."""

import asyncio
import gzip
import hmac
import io
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.teams.channel import Answer, Channel
from tests.teams.issuer import NOW, Key, claims, jwk


@pytest.fixture(autouse=True)
def _no_behaviour_ran(channel: Channel) -> Any:
    yield
    assert channel.behaviours.turns == []
    assert channel.far_end.sent == []
    assert channel.memory.references == []


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.body["error"]) == (status, code)
    assert answer.body["message"].endswith(".")
    assert answer.headers["Content-Type"].startswith("application/json")


async def test_a_request_without_an_authorization_header_is_refused(channel: Channel) -> None:
    raw = json.dumps(channel.activity()).encode()
    answer = await channel.send(raw, {"Content-Type": "application/json"})
    refused(answer, 401, "missing_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "token"])
async def test_an_authorization_header_without_a_bearer_token_is_refused(
    channel: Channel, header: str
) -> None:
    answer = await channel.post(channel.activity(), Authorization=header)
    refused(answer, 401, "not_a_bearer_token")


@pytest.mark.parametrize("token", ["x", "a.b.c", "...", "é", "e30.e30.e30", f"{'W' * 7000}.e30.x"])
async def test_a_token_that_cannot_be_read_is_refused(channel: Channel, token: str) -> None:
    answer = await channel.post(channel.activity(), token)
    assert answer.status == 401
    assert answer.body["error"] in ("malformed_token", "wrong_algorithm")


async def test_a_token_of_an_unknown_key_is_refused(channel: Channel) -> None:
    refused(
        await channel.post(channel.activity(), channel.signed(channel.key, "k2")),
        401,
        "unknown_key",
    )


async def test_a_token_signed_with_another_key_is_refused(channel: Channel, other_key: Key) -> None:
    answer = await channel.post(channel.activity(), channel.signed(other_key, "k1"))
    refused(answer, 401, "bad_signature")


async def test_a_token_whose_claims_were_changed_is_refused(channel: Channel) -> None:
    header, _, signature = channel.token().split(".")
    payload = channel.token(exp=NOW + 9999).split(".")[1]
    answer = await channel.post(channel.activity(), f"{header}.{payload}.{signature}")
    refused(answer, 401, "bad_signature")


async def test_an_expired_token_is_refused(channel: Channel) -> None:
    answer = await channel.post(channel.activity(), channel.token(exp=NOW - 301))
    refused(answer, 401, "token_expired")


async def test_a_token_that_is_not_yet_valid_is_refused(channel: Channel) -> None:
    answer = await channel.post(channel.activity(), channel.token(nbf=NOW + 301))
    refused(answer, 401, "token_not_yet_valid")


@pytest.mark.parametrize("expiry", [True, "9999999999", float("nan"), float("inf"), 10**400, {}])
async def test_a_token_with_an_odd_expiry_is_refused(channel: Channel, expiry: object) -> None:
    answer = await channel.post(channel.activity(), channel.token(exp=expiry))
    refused(answer, 401, "malformed_token")


@pytest.mark.parametrize("claim", ["exp", "iss", "aud"])
async def test_a_token_that_lacks_a_claim_is_refused(channel: Channel, claim: str) -> None:
    answer = await channel.post(channel.activity(), channel.token(**{claim: None}))
    refused(answer, 401, "missing_claim")


async def test_a_token_for_another_bot_is_refused(channel: Channel) -> None:
    answer = await channel.post(channel.activity(), channel.token(aud="another"))
    refused(answer, 401, "wrong_audience")


async def test_a_token_for_several_bots_is_refused(channel: Channel) -> None:
    answer = await channel.post(
        channel.activity(), channel.token(aud=["another", "22222222-2222-4222-8222-222222222222"])
    )
    refused(answer, 401, "wrong_audience")


async def test_a_token_of_another_issuer_is_refused(channel: Channel) -> None:
    answer = await channel.post(channel.activity(), channel.token(iss="https://evil.example"))
    refused(answer, 401, "wrong_issuer")


async def test_a_token_of_the_emulator_is_refused(channel: Channel) -> None:
    issuer = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
    token = channel.token(iss=issuer, ver="1.0", appid=claims("")["aud"])
    refused(await channel.post(channel.activity(), token), 401, "wrong_issuer")


@pytest.mark.parametrize(
    "claim", [{"ver": "1.0", "appid": "skill"}, {"ver": "2.0", "azp": "skill"}]
)
async def test_a_token_of_a_skill_is_refused(channel: Channel, claim: dict[str, str]) -> None:
    refused(await channel.post(channel.activity(), channel.token(**claim)), 401, "skill_token")


async def test_an_unsigned_token_is_refused(channel: Channel) -> None:
    token = jwt.encode(claims(channel.service_url), "", "none", headers={"kid": "k1"})
    refused(await channel.post(channel.activity(), token), 401, "wrong_algorithm")


async def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(channel: Channel) -> None:
    public = channel.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = jwt.utils.base64url_encode(b'{"alg":"HS256","typ":"JWT","kid":"k1"}')
    signed = header + b"." + channel.token().split(".")[1].encode()
    signature = jwt.utils.base64url_encode(hmac.digest(public, signed, "sha256"))
    answer = await channel.post(channel.activity(), (signed + b"." + signature).decode())
    refused(answer, 401, "wrong_algorithm")


async def test_a_key_without_the_endorsement_for_teams_is_refused(channel: Channel) -> None:
    channel.issuer.keys = [jwk(channel.key, "k1", endorsements=["webchat", "directline"])]
    refused(await channel.post(channel.activity()), 403, "not_endorsed")


@pytest.mark.parametrize("name", ["webchat", "directline", "emulator", "MSTEAMS"])
async def test_other_channels_are_refused(channel: Channel, name: str) -> None:
    refused(await channel.post(channel.activity(channelId=name)), 403, "wrong_channel")


async def test_a_service_url_that_is_not_the_tokens_is_refused(channel: Channel) -> None:
    activity = channel.activity(serviceUrl=channel.service_url + "/elsewhere")
    refused(await channel.post(activity), 403, "service_url_mismatch")


async def test_a_token_without_a_service_url_is_refused(channel: Channel) -> None:
    answer = await channel.post(channel.activity(), channel.token(serviceurl=None))
    refused(answer, 403, "service_url_mismatch")


async def test_a_service_url_that_is_not_on_the_list_is_refused(channel: Channel) -> None:
    evil = "https://evil.example/teams"
    answer = await channel.post(channel.activity(serviceUrl=evil), channel.token(serviceurl=evil))
    refused(answer, 403, "service_url_not_allowed")


OTHER = "99999999-9999-4999-8999-999999999999"


@pytest.mark.parametrize(
    "changes",
    [
        {"channelData": {"tenant": {"id": OTHER}}},
        {"conversation": {"id": "a:alice", "conversationType": "personal", "tenantId": OTHER}},
        {"channelData": {}, "conversation": {"id": "a:alice"}},
    ],
)
async def test_another_tenant_or_none_is_refused(channel: Channel, changes: dict[str, Any]) -> None:
    refused(await channel.post(channel.activity(**changes)), 403, "wrong_tenant")


@pytest.mark.parametrize("raw", [b"", b"{", b"hello", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000])
async def test_a_body_that_is_not_json_is_refused(channel: Channel, raw: bytes) -> None:
    refused(await channel.post(raw), 400, "invalid_json")


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"null", b"7"])
async def test_a_body_that_is_not_an_object_is_refused(channel: Channel, raw: bytes) -> None:
    refused(await channel.post(raw), 400, "not_an_object")


async def test_a_body_nested_too_deeply_is_refused(channel: Channel) -> None:
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"deeper": deep}
    refused(await channel.post(channel.activity(value=deep)), 400, "too_deep")


@pytest.mark.parametrize("text", ["\ud800", "\x00"])
async def test_text_that_no_database_can_hold_is_refused(channel: Channel, text: str) -> None:
    refused(await channel.post(channel.activity(text=text)), 400, "invalid_text")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "x", ""])
async def test_a_body_of_another_content_type_is_refused(channel: Channel, kind: str) -> None:
    refused(await channel.post(channel.activity(), **{"Content-Type": kind}), 415, "not_json")


async def test_a_body_without_a_content_type_is_refused(channel: Channel) -> None:
    raw = json.dumps(channel.activity()).encode()
    sent = {"Authorization": f"Bearer {channel.token()}"}
    async with channel.client.post(
        "/api/messages", data=raw, headers=sent, skip_auto_headers=["Content-Type"]
    ) as response:
        assert response.status == 415


async def test_a_body_announced_as_too_large_is_refused(channel: Channel) -> None:
    raw = io.BytesIO(json.dumps(channel.activity(text="x" * (1 << 20))).encode())
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {channel.token()}"}
    refused(await channel.send(raw, sent), 413, "too_large")


async def test_a_body_announced_as_too_large_is_not_waited_for(channel: Channel) -> None:
    server = channel.client.server
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 9999999\r\n\r\n"
    )
    assert (await reader.readline()).startswith(b"HTTP/1.1 413")
    writer.close()
    await writer.wait_closed()


async def test_a_body_that_turns_out_too_large_is_refused(channel: Channel) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * 65536

    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {channel.token()}"}
    refused(await channel.send(endless(), sent), 413, "too_large")


async def test_a_small_body_that_inflates_too_large_is_refused(channel: Channel) -> None:
    raw = gzip.compress(b" " * (8 << 20))
    refused(await channel.post(raw, **{"Content-Encoding": "gzip"}), 413, "too_large")


async def test_a_body_that_is_not_compressed_as_announced_is_refused(channel: Channel) -> None:
    answer = await channel.post(b"not gzip at all", **{"Content-Encoding": "gzip"})
    refused(answer, 400, "unreadable_body")


@pytest.mark.parametrize("field", ["type", "id", "channelId", "serviceUrl", "from", "conversation"])
@pytest.mark.parametrize("value", [None, "", 7, [], {}, "a\nb", "x" * 3000])
async def test_an_activity_with_a_missing_or_misshapen_field_is_refused(
    channel: Channel, field: str, value: object
) -> None:
    refused(await channel.post(channel.activity(**{field: value})), 400, "broken_activity")


@pytest.mark.parametrize(
    "changes",
    [
        {"text": {"a": 1}},
        {"entities": "mention"},
        {"entities": [None]},
        {"channelData": [1]},
        {"replyToId": 7, "value": {"verb": "check"}},
        {"timestamp": "yesterday"},
        {"attachments": "picture"},
        {"type": "conversationUpdate", "membersAdded": [7]},
        {"type": "invoke"},
        {"type": "invoke", "name": "adaptiveCard/action", "value": None},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"verb": 7}}},
        {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"verb": "check", "data": "x"}},
        },
    ],
)
async def test_a_value_of_a_wrong_shape_is_refused(
    channel: Channel, changes: dict[str, Any]
) -> None:
    refused(await channel.post(channel.activity(**changes)), 400, "broken_activity")


async def test_an_invoke_that_is_not_known_is_answered_as_the_protocol_says(
    channel: Channel,
) -> None:
    answer = await channel.post(channel.activity(type="invoke", name="task/fetch"))
    refused(answer, 501, "invoke_not_supported")


async def test_other_methods_are_refused_as_json(channel: Channel) -> None:
    async with channel.client.get("/api/messages") as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"
        assert (await response.json())["error"] == "method_not_allowed"


async def test_while_no_key_can_be_fetched_the_channel_is_asked_to_come_back(
    channel: Channel,
) -> None:
    channel.issuer.status = 500
    refused(await channel.post(channel.activity()), 503, "keys_unavailable")
