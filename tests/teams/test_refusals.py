"""Every request that is turned away: the right status, a code, and never a behaviour."""

import hmac
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.http.issuer import NOW, Key, claims, jwk
from tests.teams.channel import Channel, refused

pytestmark = pytest.mark.usefixtures("no_behaviour_runs")


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


async def test_an_unknown_invoke_is_answered_501(
    channel: Channel,
) -> None:
    answer = await channel.post(channel.activity(type="invoke", name="task/fetch"))
    refused(answer, 501, "invoke_not_supported")


async def test_other_methods_are_refused_as_json(channel: Channel) -> None:
    async with channel.client.get("/api/messages") as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"
        assert (await response.json())["error"] == "method_not_allowed"


async def test_while_no_key_can_be_fetched_the_answer_is_503(
    channel: Channel,
) -> None:
    channel.issuer.status = 500
    refused(await channel.post(channel.activity()), 503, "keys_unavailable")
