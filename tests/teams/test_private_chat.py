"""Opening the bot's own chat with somebody who spoke elsewhere."""

from dataclasses import replace

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.chat.surface import NotDelivered
from bot.http.retry import Bounds, Retries
from bot.teams.connector import Connector
from bot.teams.settings import ChannelSettings
from bot.teams.surfaces import TeamsChannel
from tests.behaviours.fakes import CHAT
from tests.http.issuer import APP_ID, ISSUER, TENANT
from tests.teams.fakes import FarEnd, Time

SETTINGS = ChannelSettings(APP_ID, TENANT, ISSUER, "https://x", ("127.0.0.1",), "scope")


async def open_chat(far_end: FarEnd) -> str:
    async with TestServer(far_end.app()) as server, aiohttp.ClientSession() as session:
        retries = Retries(Bounds(), sleep=Time().sleep, random=lambda: 0.5, clock=Time())
        channel = TeamsChannel(Connector(session, None, SETTINGS, retries))
        spoken = replace(
            CHAT, conversation_id="19:others", service_url=str(server.make_url("/teams"))
        )
        opened = await channel.open(spoken)
        assert opened == replace(spoken, conversation_id=opened.conversation_id)
        return opened.conversation_id


async def test_the_chat_is_with_this_person_and_in_this_tenant() -> None:
    far_end = FarEnd()
    far_end.answers(201, {"id": "a:new"})
    assert await open_chat(far_end) == "a:new"
    (sent,) = far_end.sent
    assert (sent.method, sent.path) == ("POST", "/teams/v3/conversations")
    assert sent.body["members"] == [{"id": CHAT.user_id}]
    assert sent.body["bot"] == {"id": CHAT.bot_id}
    assert sent.body["channelData"] == {"tenant": {"id": CHAT.tenant_id}}


@pytest.mark.parametrize("code", ["BotNotInConversationRoster", "ForbiddenOperationException"])
async def test_somebody_who_does_not_have_the_app_cannot_be_written_to(code: str) -> None:
    far_end = FarEnd()
    far_end.answers(403, {"error": {"code": code}})
    with pytest.raises(NotDelivered, match="not_installed"):
        await open_chat(far_end)
    assert len(far_end.sent) == 1
