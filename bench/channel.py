"""A channel that costs little: it signs, publishes its keys, and takes messages after a while."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from uuid import uuid4

from aiohttp import web

from simulation.channel.signing import SigningKeys, openid_configuration
from simulation.listening import address, listen, serve_site

OPENID, KEYS, SERVICE = "/openid", "/keys", "/teams"


def _signing_keys() -> SigningKeys:
    return SigningKeys(lambda: str(uuid4()))


@dataclass(frozen=True)
class Taken:
    """A call of a bot: when it came (monotonic seconds), and the message that came of it."""

    came: float
    method: str
    conversation: str
    message: str
    body: bytes


@dataclass
class Channel:
    """A running channel.

    Attributes:
        latency: seconds that each call takes; may be changed at any time.
        note: is given each call that was taken.
    """

    host: str
    latency: float = 0.0
    note: Callable[[Taken], None] = lambda _: None
    keys: SigningKeys = field(default_factory=_signing_keys)
    ids: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def service_url(self) -> str:
        """Where bots send their messages to."""
        return self.host + SERVICE

    def token(self, app_id: str) -> str:
        """What proves to a bot that the channel is calling."""
        return self.keys.token(audience=app_id, service_url=self.service_url)

    def application(self) -> web.Application:
        """The HTTP application."""
        app = web.Application()
        app.router.add_get(OPENID, self._metadata)
        app.router.add_get(KEYS, self._jwks)
        app.router.add_route("*", SERVICE + "/v3/conversations/{rest:.*}", self._take)
        return app

    async def _metadata(self, _: web.Request) -> web.Response:
        return web.json_response(openid_configuration(self.host + KEYS))

    async def _jwks(self, _: web.Request) -> web.Response:
        return web.json_response(self.keys.jwks())

    async def _take(self, request: web.Request) -> web.Response:
        came = monotonic()
        body = await request.read()
        await asyncio.sleep(self.latency)
        conversation = request.match_info["rest"].partition("/")[0]
        taken = Taken(came, request.method, conversation, str(next(self.ids)), body)
        self.note(taken)
        return web.json_response({"id": taken.message})


@asynccontextmanager
async def open_channel() -> AsyncIterator[Channel]:
    """Serve on loopback until the block ends."""
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(listen(0))
        channel = Channel(address(listening, "http"))
        await serve_site(stack, channel.application(), listening)
        yield channel
