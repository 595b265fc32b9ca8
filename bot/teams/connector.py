"""Client of the Bot Framework connector's REST API, which delivers messages."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from weakref import WeakValueDictionary

import aiohttp
from yarl import URL

from bot.chat.surface import UNCONFIRMED, NotDelivered
from bot.core.failures import PASSING, ServiceFailure
from bot.http.body import TooLarge, read_capped
from bot.http.hosts import is_allowed
from bot.http.retry import Retries
from bot.http.session import proxy_for
from bot.http.tokens import TokenSource
from bot.outbox.ports import Enter, nothing
from bot.teams.outcomes import (
    DELIVERED,
    NO_TOKEN,
    UNREACHABLE,
    ConnectorOutcome,
    may_retry,
    outcome,
)
from bot.teams.settings import ChannelSettings

Json = Mapping[str, Any]

# What makes a message one that its recipient alone sees (docs/teams.md, "Targeted messages").
TARGETED = {"isTargetedActivity": "true"}
# In seconds. A request without an answer by then is unconfirmed, unless it never connected.
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
MAX_ANSWER_BYTES = 1 << 20

# Errors of connecting: nothing was sent, so a POST may be repeated.
NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
# Errors after connecting: the message may have arrived.
LOST = (aiohttp.ClientError, TimeoutError, OSError, TooLarge)


class Connector:
    """A client for all conversations of the bot; every method raises NotDelivered.

    `enter` is awaited directly before each request. It is the gate that keeps the tenant's rate
    (docs/teams.md, "Rates"). `tokens` is None in anonymous use.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: TokenSource | None,
        settings: ChannelSettings,
        retries: Retries,
        enter: Enter = nothing,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._settings = settings
        self._retries = retries
        self._enter = enter
        self._updates: WeakValueDictionary[URL, asyncio.Lock] = WeakValueDictionary()

    async def send(
        self, service_url: str, conversation_id: str, activity: Json, *, targeted: bool = False
    ) -> str:
        """Post a message and return its id; a targeted one is seen by its recipient alone."""
        url = self._activities(service_url, conversation_id, targeted=targeted)
        return _id(await self._call("POST", url, activity))

    async def send_once(
        self, service_url: str, conversation_id: str, activity: Json, enter: Enter
    ) -> str:
        """Post a message without retries, through the gate `enter`; return its id."""
        url = self._activities(service_url, conversation_id)
        return _id(_delivered(await self._attempt("POST", url, activity, enter)))

    async def reply(
        self, service_url: str, conversation_id: str, activity_id: str, activity: Json
    ) -> str:
        """Post an answer to a message and return the answer's id."""
        url = self._activities(service_url, conversation_id, activity_id)
        return _id(await self._call("POST", url, {**activity, "replyToId": activity_id}))

    async def update(
        self,
        service_url: str,
        conversation_id: str,
        activity_id: str,
        activity: Json,
        *,
        targeted: bool = False,
    ) -> None:
        """Replace a message; `targeted` has to be what it was when it was posted."""
        url = self._activities(service_url, conversation_id, activity_id, targeted=targeted)
        # One after the other: what is tried again must not replace what was written later.
        async with self._updates.setdefault(url, asyncio.Lock()):
            await self._call("PUT", url, {**activity, "id": activity_id})

    async def delete(
        self, service_url: str, conversation_id: str, activity_id: str, *, targeted: bool = False
    ) -> None:
        """Delete a message."""
        url = self._activities(service_url, conversation_id, activity_id, targeted=targeted)
        await self._call("DELETE", url)

    async def create_conversation(self, service_url: str, parameters: Json) -> str:
        """Open a conversation, or find the existing one; return its id."""
        return _id(await self._call("POST", self._address(service_url), parameters))

    def _activities(
        self, service_url: str, conversation_id: str, *activity_id: str, targeted: bool = False
    ) -> URL:
        url = self._address(service_url, conversation_id, "activities", *activity_id)
        return url.with_query(TARGETED) if targeted else url

    def _address(self, service_url: str, *parts: str) -> URL:
        # Checked again, as stored conversations may be older than the list of allowed hosts.
        if not is_allowed(service_url, self._settings.allowed_service_hosts):
            raise NotDelivered("service_url_not_allowed")
        path = "/".join(("v3", "conversations", *(quote(part, safe="") for part in parts)))
        return URL(f"{service_url.rstrip('/')}/{path}", encoded=True)

    async def _call(self, method: str, url: URL, body: Json | None = None) -> Json:
        attempts = self._retries.begin()
        while True:
            result = await self._attempt(method, url, body, self._enter)
            if not may_retry(method, result) or not await attempts.again(result.retry_after):
                return _delivered(result)

    async def _attempt(
        self, method: str, url: URL, body: Json | None, enter: Enter
    ) -> ConnectorOutcome:
        try:
            token = await self._token()
            result = await self._exchange(method, url, body, token, enter)
            if result.reason == "unauthorized" and self._tokens and token:
                # The token has aged or was revoked: once more with a new one, also for a POST, as
                # 401 means that nothing was delivered.
                self._tokens.forget(token)
                result = await self._exchange(method, url, body, await self._token(), enter)
        except ServiceFailure as failure:
            if failure.why not in PASSING:
                raise NotDelivered(NO_TOKEN) from failure
            return ConnectorOutcome(NO_TOKEN, retry_after=failure.retry_after)
        return result

    async def _exchange(
        self, method: str, url: URL, body: Json | None, token: str | None, enter: Enter
    ) -> ConnectorOutcome:
        proxy = proxy_for(url)
        await enter()
        # Token and proxy are looked up before the gate, as it grants a slot for this very moment.
        try:
            async with self._session.request(
                method,
                url,
                json=body,
                headers={"Authorization": f"Bearer {token}"} if token else {},
                timeout=TIMEOUT,
                # A redirect could carry the token to another host.
                allow_redirects=False,
                proxy=proxy,
            ) as response:
                answer = await read_capped(response.content, MAX_ANSWER_BYTES)
                return outcome(response.status, answer, response.headers)
        except NOT_SENT:
            return ConnectorOutcome(UNREACHABLE)
        except LOST:
            return ConnectorOutcome(UNCONFIRMED)

    async def _token(self) -> str | None:
        return None if self._tokens is None else await self._tokens.token(self._settings.scope)


def _delivered(result: ConnectorOutcome) -> Json:
    if result.reason != DELIVERED:
        raise NotDelivered(result.reason, result.status, result.retry_after)
    return result.answer


def _id(answer: Json) -> str:
    message_id = answer.get("id")
    # A success without an id: accepted, perhaps (docs/teams.md, "Status codes").
    if not isinstance(message_id, str) or not message_id:
        raise NotDelivered(UNCONFIRMED)
    return message_id
