"""A connector, the far end that it writes to, and the gate between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.chat.conversation import ConversationReference
from bot.chat.surface import NotDelivered
from bot.http.retry import Bounds, Retries
from bot.teams.connector import Connector
from bot.teams.settings import ChannelSettings
from bot.teams.surfaces import ChatSurface
from tests.http.issuer import APP_ID, ISSUER, TENANT
from tests.teams.fakes import FarEnd, Time, Tokens, card

SETTINGS = ChannelSettings(
    app_id=APP_ID,
    tenant_id=TENANT,
    issuer=ISSUER,
    openid_metadata="https://login.botframework.com/openid",
    allowed_service_hosts=("127.0.0.1",),
    scope="https://api.botframework.com/.default",
)


@dataclass
class Gate:
    """Counts how often somebody entered, and how much had been sent by then."""

    far_end: FarEnd
    entered: list[int] = field(default_factory=list)

    async def enter(self) -> None:
        self.entered.append(len(self.far_end.sent))


@dataclass
class Line:
    """A connector, and the far end that it writes to."""

    connector: Connector
    far_end: FarEnd
    tokens: Tokens
    time: Time
    gate: Gate
    where: ConversationReference

    async def send(self) -> str:
        return await ChatSurface(self.connector, self.where).show(card("Hello"), "Hello")

    async def update(self, words: str = "Hello", message_id: str = "message-1") -> None:
        chat = ChatSurface(self.connector, self.where)
        await chat.update(message_id, card(words), words)


@asynccontextmanager
async def open_line() -> AsyncIterator[Line]:
    """Start the far end, and connect to it."""
    far_end, time, tokens = FarEnd(), Time(), Tokens()
    async with TestServer(far_end.app()) as server, aiohttp.ClientSession() as session:
        where = ConversationReference(
            person_id="p",
            conversation_id="19:a/b@thread;messageid=1",
            service_url=str(server.make_url("/teams/")),
            tenant_id=TENANT,
            bot_id="28:bot",
            user_id="29:alice",
            locale="en-US",
        )
        retries = Retries(Bounds(), sleep=time.sleep, random=lambda: 0.5, clock=time)
        gate = Gate(far_end)
        connector = Connector(session, tokens, SETTINGS, retries, gate.enter)
        yield Line(connector, far_end, tokens, time, gate, where)


async def failed(line: Line, *, updating: bool = False) -> NotDelivered:
    with pytest.raises(NotDelivered) as failure:
        await (line.update() if updating else line.send())
    return failure.value


async def post_once(line: Line, gate: Gate) -> str:
    where = line.where
    return await line.connector.send_once(
        where.service_url, where.conversation_id, {"type": "message"}, gate.enter
    )
