"""A channel with a bot that records what it is sent."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from simulation.channel.conversations import Conversation
from simulation.channel.identity import user_id
from simulation.channel.messages import Json, Message
from simulation.channel.service import Channel
from simulation.entra import InvalidToken
from simulation.tenant import Tenant
from tests.simulation.world import AMARA

APP_ID = "6c7a3f2e-0000-4000-8000-00000000b075"
HOST = "https://teams.test"
GOOD_TOKEN = "good"  # not a secret: the tests' own verifier knows no other
CARD = {
    "contentType": "application/vnd.microsoft.card.adaptive",
    "content": {"type": "AdaptiveCard"},
}


def verify(token: str, audience: str) -> dict[str, Any]:
    if audience != "https://api.botframework.com" or not token.startswith(GOOD_TOKEN):
        raise InvalidToken(token)
    return {"appid": token.removeprefix(GOOD_TOKEN) or APP_ID}


@dataclass
class Bot:
    """A bot that answers with `status` and `body`, and records what it is sent.

    `answers` are bodies by the name of what it is asked. While it is `held` it answers nothing.
    """

    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    status: int = 200
    body: Any = None
    answers: dict[str, Any] = field(default_factory=dict)
    held: bool = False
    released: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def messages(self, request: web.Request) -> web.Response:
        self.headers.append(request.headers)
        activity = await request.json()
        self.heard.append(activity)
        self.arrived.set()
        if self.held:
            await self.released.wait()
        body = self.answers.get(activity.get("name", ""), self.body)
        return web.json_response(body, status=self.status)

    async def has_heard(self, number: int, kind: str = "") -> None:
        while len([each for each in self.heard if kind in ("", each["type"])]) < number:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), 20)

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/messages", self.messages)
        return app


@dataclass
class Teams:
    """The channel, the bot, and the bot's client of the connector."""

    channel: Channel
    tenant: Tenant
    bot: Bot
    connector: "TestClient[web.Request, web.Application]"
    seconds: list[float]

    def personal(self, person: str) -> Conversation:
        return self.channel.client.conversations.personal(person)

    def heard_of_amara(self, chat: Conversation) -> dict[str, Any]:
        """Return what the bot is told of Amara, whatever she does in her chat."""
        return {
            "timestamp": "2026-05-04T12:00:00.000Z",
            "localTimestamp": "2026-05-04T14:00:00.000+02:00",
            "localTimezone": "Europe/Berlin",
            "locale": "en-US",
            "channelId": "msteams",
            "serviceUrl": self.channel.service_url,
            "from": {
                "id": user_id(APP_ID, AMARA),
                "name": "Amara Okafor",
                "aadObjectId": AMARA,
            },
            "recipient": {"id": f"28:{APP_ID}", "name": "Photobot"},
            "conversation": {
                "conversationType": "personal",
                "tenantId": self.tenant.id,
                "id": chat.id,
            },
        }

    @property
    def group(self) -> Conversation:
        return self.channel.client.conversations.group()

    @property
    def team(self) -> Conversation:
        return self.channel.client.conversations.channel()

    def install(self, where: Conversation) -> str:
        """Add the app to a conversation, and return its id."""
        self.channel.client.installations.conversations.add(where.id)
        return where.id

    async def call(
        self, method: str, path: str, body: Any = None, *, token: str | None = GOOD_TOKEN
    ) -> ClientResponse:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        prefix = self.channel.service_url.removeprefix(HOST)
        sent: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
        return await self.connector.request(method, prefix + path, headers=headers, **sent)

    async def send(self, conversation: str, activity: Mapping[str, Any]) -> ClientResponse:
        return await self.call("POST", f"v3/conversations/{conversation}/activities", activity)

    def shown(self, where: Conversation) -> list[Message]:
        return [m for m in self.channel.client.messages.all(where.id) if not m.deleted]

    async def until(self, happened: Callable[[Json], bool]) -> Json:
        """Wait for an event of the feed."""
        with self.channel.feed.listen() as queue:
            while True:
                event = await asyncio.wait_for(queue.get(), 5)
                assert event is not None
                if happened(event):
                    return event


def is_in_state(state: str) -> Callable[[Json], bool]:
    return lambda event: event["event"] == "message" and event["message"].state == state
