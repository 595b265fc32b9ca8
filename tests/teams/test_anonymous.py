"""Anonymous use: for this machine only, and everything but the token still holds."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.teams.settings import ChannelSettings
from tests.http.issuer import Key
from tests.teams.channel import Answer, Channel, open_channel


@pytest.fixture
async def channel(key: Key) -> AsyncIterator[Channel]:
    async with open_channel(key, anonymous=True) as opened:
        yield opened


async def post(channel: Channel, activity: dict[str, Any], **headers: str) -> Answer:
    raw = json.dumps(activity).encode()
    return await channel.send(raw, {"Content-Type": "application/json", **headers})


async def test_no_token_is_needed(channel: Channel) -> None:
    assert (await post(channel, channel.activity())).status == 200
    assert len(channel.behaviours.turns) == 1


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
async def test_a_request_through_a_tunnel_is_not_local(channel: Channel, header: str) -> None:
    answer = await post(channel, channel.activity(), **{header: "for=203.0.113.9"})
    assert (answer.status, answer.body["error"]) == (403, "not_local")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channelId": "emulator"}, "wrong_channel"),
        ({"serviceUrl": "https://evil.example"}, "service_url_not_allowed"),
        ({"conversation": {"id": "a:1", "tenantId": "another"}}, "wrong_tenant"),
    ],
)
async def test_channel_tenant_and_hosts_are_checked_in_anonymous_use_too(
    channel: Channel, changes: dict[str, Any], code: str
) -> None:
    answer = await post(channel, channel.activity(**changes))
    assert (answer.status, answer.body["error"]) == (403, code)


async def test_another_machine_is_refused(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.BaseRequest, "remote", "203.0.113.9")
    answer = await post(channel, channel.activity())
    assert (answer.status, answer.body["error"]) == (403, "not_local")


def test_missing_settings_do_not_switch_authentication_off() -> None:
    with pytest.raises(ValueError, match="nobody can be authenticated"):
        ChannelSettings(
            app_id="",
            tenant_id="",
            issuer="",
            openid_metadata="",
            allowed_service_hosts=(),
            scope="",
        )
