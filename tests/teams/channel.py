"""The whole Teams side over real HTTP: an issuer, the connector's far end and the bot."""

import asyncio
import json
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from cachetools import TTLCache

from bot.chat.privacy import ANSWER_WITHIN_SECONDS
from bot.core.background import Background
from bot.core.single_flight import SingleFlight
from bot.http.jwks import Keys
from bot.http.retry import Bounds, Retries
from bot.teams.adapter import PATH, HttpAnswer, PhotobotAdapter
from bot.teams.authentication import Authentication
from bot.teams.connector import Connector
from bot.teams.connectors import PooledConnectors
from bot.teams.extensions import EXTENSION_SECONDS, ExtensionInvokes
from bot.teams.handler import PhotobotHandler
from bot.teams.read_receipts import ReadReceipts
from bot.teams.settings import ChannelSettings
from bot.teams.sign_in import SignInInvokes
from bot.teams.surfaces import TeamsChannel
from bot.teams.turn_runner import ANSWER_SECONDS, FIRST_WORDS_SECONDS, TurnRunner
from bot.texts.extensions import failed_command, late_command
from bot.texts.general import apology, takes_longer
from bot.web.server import application
from tests.behaviours.fakes import RECOGNISER
from tests.http.issuer import APP_ID, ISSUER, NOW, TENANT, Issuer, Key, claims, jwk
from tests.teams.commands import Commands
from tests.teams.fakes import LANGUAGES, Behaviours, FarEnd, Memory, Receipts, Time, Tokens

ALICE = "33333333-3333-4333-8333-333333333301"
# The verb of a button on cards that people send.
ON_SHARED_CARD = "open_for_me"
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
    commands: Commands
    memory: Memory
    receipts: Receipts
    tokens: Tokens
    time: Time
    background: Background
    adapter: PhotobotAdapter
    handler: PhotobotHandler
    # Answers are written once this is set, after so many seconds.
    goes_out: asyncio.Event
    writing: float = 0.0
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

    def press(self, verb: str = "check", /, **changes: Any) -> dict[str, Any]:
        action = {"type": "Action.Execute", "verb": verb, "data": {"card": "7"}}
        return self.activity(
            type="invoke",
            name="adaptiveCard/action",
            value={"action": action},
            replyToId="message-9",
            **changes,
        )

    def extension(self, name: str, /, **value: Any) -> dict[str, Any]:
        """An invoke of a message extension: fetchTask, submitAction or query."""
        command = {"commandId": "help", "commandContext": "compose"}
        return self.activity(
            type="invoke", name=f"composeExtension/{name}", text=None, value={**command, **value}
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
    key: Key,
    *,
    anonymous: bool = False,
    targeted: bool = False,
    in_public: bool = True,
    line_after: float = ANSWER_WITHIN_SECONDS,
    sign_in: SignInInvokes | None = None,
    first_words_after: float = FIRST_WORDS_SECONDS,
    answer_within: float = ANSWER_SECONDS,
    extension_within: float = EXTENSION_SECONDS,
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
            targeted=targeted,
            anonymous=anonymous,
        )
        time, tokens, memory = Time(), Tokens(), Memory()
        behaviours, commands = Behaviours(in_public=in_public, answer_within=line_after), Commands()
        background = Background()
        receipts = Receipts()
        keys = Keys(session, settings.openid_metadata, clock=time, sleep=time.sleep)
        retries = Retries(Bounds(), sleep=time.sleep, random=lambda: 0.5, clock=time)
        connector = Connector(session, tokens, settings, retries)
        connectors = PooledConnectors(connector)
        deliveries: TTLCache[Hashable, HttpAnswer] = TTLCache(2000, 300.0, time)
        adapter = PhotobotAdapter(
            Authentication(settings, keys, connectors, lambda: NOW), SingleFlight(deliveries)
        )
        handler = PhotobotHandler(
            settings,
            TurnRunner(
                behaviours.answering(memory, TeamsChannel(connector)),
                apology,
                takes_longer,
                background,
                first_words_after,
                answer_within,
            ),
            ExtensionInvokes(
                commands.answering(memory),
                failed_command,
                late_command,
                LANGUAGES,
                background,
                lambda: datetime.fromtimestamp(NOW, UTC),
                extension_within,
            ),
            languages=LANGUAGES,
            language_of=RECOGNISER.recognise,
            connector=connector,
            receipts=ReadReceipts(receipts, lambda: datetime.fromtimestamp(NOW, UTC)),
            background=background,
            now=lambda: datetime.fromtimestamp(NOW, UTC),
            clock=time,
            sign_in=sign_in,
            on_shared_cards={ON_SHARED_CARD},
        )

        async def endpoint(request: web.Request) -> web.StreamResponse:
            return await adapter.process(request, handler)

        async def write_slowly(_: web.Request, __: web.StreamResponse) -> None:
            await asyncio.sleep(channel.writing)
            await channel.goes_out.wait()
            far_end.order.append("answer")

        app = application([web.post(PATH, endpoint)], {})
        app.on_response_prepare.append(write_slowly)
        async with TestClient(TestServer(app)) as client:
            channel = Channel(
                key,
                issuer,
                far_end,
                client,
                str(receiving.make_url("/teams")),
                behaviours,
                commands,
                memory,
                receipts,
                tokens,
                time,
                background,
                adapter,
                handler,
                asyncio.Event(),
            )
            channel.goes_out.set()
            yield channel
            await background.close(5)


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.body["error"]) == (status, code)
    assert answer.body["message"].endswith(".")
    assert answer.headers["Content-Type"].startswith("application/json")
