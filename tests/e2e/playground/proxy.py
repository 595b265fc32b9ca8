"""Signs what the playground sends, as the Bot Framework would: the playground has no tokens.

It adds one thing to an activity: the language of the person's client, always English there.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import web

from simulation.channel.signing import SigningKeys, openid_configuration
from simulation.listening import address, listen, serve_site

MESSAGES = "/api/messages"


@dataclass
class SigningProxy:
    """Stands between the playground and the bot.

    Attributes:
        address: where it is reached itself.
        app_id: the bot for whom it signs.
        keys: what it signs with, and publishes.
        bot: the address of the bot.
        language: what the person's client speaks, as a language tag.
    """

    address: str
    app_id: str
    keys: SigningKeys
    http: aiohttp.ClientSession
    bot: str = ""
    language: str = "en-US"

    @property
    def openid_metadata(self) -> str:
        """Where a bot learns whom to trust."""
        return f"{self.address}/openid"

    @property
    def endpoint(self) -> str:
        """Where the playground sends activities."""
        return f"{self.address}{MESSAGES}"

    def routes(self) -> list[web.RouteDef]:
        """What it serves."""
        return [
            web.get("/openid", self._openid),
            web.get("/keys", self._keys),
            web.post(MESSAGES, self._pass_on),
        ]

    async def _openid(self, _request: web.Request) -> web.Response:
        return web.json_response(openid_configuration(f"{self.address}/keys"))

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response(self.keys.jwks())

    async def _pass_on(self, request: web.Request) -> web.Response:
        activity = in_language(await request.json(), self.language)
        token = self.keys.token(audience=self.app_id, service_url=activity["serviceUrl"])
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.post(self.bot + MESSAGES, json=activity, headers=headers) as answer:
            body, kind = await answer.read(), answer.content_type
            return web.Response(status=answer.status, body=body, content_type=kind)


def in_language(activity: dict[str, Any], language: str) -> dict[str, Any]:
    """The activity as a client sends it that is set to this language."""
    entities = [
        entity | {"locale": language} if entity["type"] == "clientInfo" else entity
        for entity in activity.get("entities", [])
    ]
    return activity | {"locale": language, "entities": entities}


@asynccontextmanager
async def open_proxy(app_id: str) -> AsyncIterator[SigningProxy]:
    """Serve the proxy on loopback; where the bot is can be told to it later."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        listening = stack.enter_context(listen(0))
        keys = SigningKeys(new_id=lambda: uuid4().hex)
        proxy = SigningProxy(address(listening, "http"), app_id, keys, http)
        application = web.Application()
        application.add_routes(proxy.routes())
        await serve_site(stack, application, listening)
        yield proxy
