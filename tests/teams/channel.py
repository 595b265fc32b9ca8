"""The whole Teams side over real HTTP: an issuer, the connector's far end and the endpoint."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.core.background import Background
from bot.http.jwks import Keys
from bot.http.retry import Bounds, Retries
from bot.teams.adapter import TeamsAdapter
from bot.teams.authenticate import Authenticator
from bot.teams.bot import Bot
from bot.teams.connector import Connector
from bot.teams.deliveries import Deliveries
from bot.teams.endpoint import PATH, Endpoint
from bot.teams.messenger import TeamsMessenger
from bot.teams.settings import ChannelSettings
from bot.teams.signin import SignIn
from bot.web.server import application
from tests.teams.fakes import Behaviours, FarEnd, Memory, Notices, Time, Tokens
from tests.teams.issuer import APP_ID, ISSUER, NOW, TENANT, Issuer, Key, claims, jwk

ALICE = "33333333-3333-4333-8333-333333333301"
Client = TestClient[web.Request, web.Application]


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, read to the end."""

    status: int
    body: Any
    headers: Any


@dataclass
class Channel:
    """Everything that a test looks at."""

    key: Key
    issuer: Issuer
    far_end: FarEnd
    client: Client
    service_url: str
    behaviours: Behaviours
    memory: Memory
    tokens: Tokens
    time: Time
    background: Background
    _count: int = 0

    def token(self, **changes: Any) -> str:
        return self.signed(self.key, "k1", **changes)

    def signed(self, key: Key, key_id: str, **changes: Any) -> str:
        stated = claims(self.service_url, **changes)
        return jwt.encode(stated, key, "RS256", headers={"kid": key_id})

    def activity(self, **changes: Any) -> dict[str, Any]:
        self._count += 1
        return {
            "type": "message",
            "id": f"activity-{self._count}",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "timestamp": "2026-11-22T14:11:19.510Z",
            "from": {"id": "29:1alice", "name": "Alice Ames", "aadObjectId": ALICE},
            "recipient": {"id": f"28:{APP_ID}", "name": "Photobot"},
            "conversation": {"id": "a:alice", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-US",
            "text": "my photo is wrong",
            **changes,
        }

    def press(self, **changes: Any) -> dict[str, Any]:
        action = {"type": "Action.Execute", "verb": "check", "data": {"card": "7"}}
        return self.activity(
            type="invoke",
            name="adaptiveCard/action",
            value={"action": action},
            replyToId="message-9",
            **changes,
        )

    async def post(self, body: Any, token: str | None = None, **headers: str) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **_authorization(token or self.token())}
        return await self.send(raw, {**sent, **headers})

    async def send(self, raw: Any, headers: dict[str, str]) -> Answer:
        async with self.client.post(PATH, data=raw, headers=headers) as response:
            text = await response.text()
            return Answer(response.status, json.loads(text) if text else None, response.headers)

    async def settled(self) -> None:
        await self.background.close(5)


def _authorization(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@asynccontextmanager
async def open_channel(
    key: Key, *, anonymous: bool = False, sign_in: SignIn | None = None
) -> AsyncIterator[Channel]:
    issuer, far_end = Issuer([jwk(key, "k1")]), FarEnd()
    async with (
        TestServer(issuer.app()) as issuing,
        TestServer(far_end.app()) as receiving,
        aiohttp.ClientSession() as session,
    ):
        settings = ChannelSettings(
            app_id=APP_ID,
            tenant_id=TENANT,
            issuer=ISSUER,
            openid_metadata=str(issuing.make_url("/openid")),
            allowed_service_hosts=("127.0.0.1",),
            scope="https://api.botframework.com/.default",
            anonymous=anonymous,
        )
        time, tokens, memory = Time(), Tokens(), Memory()
        behaviours, background = Behaviours(), Background()
        keys = Keys(session, settings.openid_metadata, clock=time, sleep=time.sleep)
        retries = Retries(Bounds(), sleep=time.sleep, random=lambda: 0.5, clock=time)
        connector = Connector(session, tokens, settings, retries)
        bot = Bot(behaviours.router(), memory, TeamsMessenger(connector), Notices())
        adapter = TeamsAdapter(
            settings,
            bot,
            connector,
            now=lambda: datetime.fromtimestamp(NOW, UTC),
            clock=time,
            sign_in=sign_in,
        )
        endpoint = Endpoint(
            settings,
            Authenticator(settings, keys, lambda: NOW),
            adapter,
            Deliveries(time),
            background,
        )
        app = application([web.post(PATH, endpoint.handle)], {})
        async with TestClient(TestServer(app)) as client:
            service_url = str(receiving.make_url("/teams"))
            yield Channel(
                key,
                issuer,
                far_end,
                client,
                service_url,
                behaviours,
                memory,
                tokens,
                time,
                background,
            )
            await background.close(5)


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.body["error"]) == (status, code)
    assert answer.body["message"].endswith(".")
    assert answer.headers["Content-Type"].startswith("application/json")
