"""Keeps the channel's signing keys at hand."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from yarl import URL

from bot.outgoing.session import proxy_for
from bot.teams.hosts import is_allowed
from bot.teams.refusal import Refusal
from bot.teams.signing_keys import SigningKey, signing_keys
from bot.teams.streams import TooLarge, read_capped

REFRESH_SECONDS = 6 * 3600.0
RETRY_SECONDS = 60.0
UNKNOWN_KEY_SECONDS = 300.0
NO_KEYS_SECONDS = 5.0
FETCH_TIMEOUT = aiohttp.ClientTimeout(total=10)
MOST_BYTES = 1 << 20

_log = structlog.get_logger(__name__)


class KeysNotFetched(Exception):
    """The metadata host did not give usable keys."""


class Keys:
    """A cache of signing keys: one fetch at a time, and never emptied by a failing host."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        metadata: str,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._session = session
        self._metadata = metadata
        self._clock = clock
        self._sleep = sleep
        self._host = URL(metadata).host or ""
        self._keys: dict[str, SigningKey] = {}
        self._fetching = asyncio.Lock()
        self._fetches = 0
        self._may_ask_at = -math.inf

    @property
    def ready(self) -> bool:
        """Whether any key is known."""
        return bool(self._keys)

    async def find(self, key_id: str) -> SigningKey:
        """Return the key, fetched at once when unknown; raises Refusal 401 or 503."""
        if key_id not in self._keys and self._may_ask():
            await self.refresh()
        if not self._keys:
            raise Refusal(503, "keys_unavailable", "The channel's signing keys cannot be read now.")
        if key_id not in self._keys:
            raise Refusal(401, "unknown_key", "The token's key is not one of the channel's.")
        return self._keys[key_id]

    async def keep_fresh(self) -> None:
        """Refresh for ever, sooner again after a failure; run it as a background task."""
        while True:
            fetched = await self.refresh()
            await self._sleep(REFRESH_SECONDS if fetched else RETRY_SECONDS)

    async def refresh(self) -> bool:
        """Fetch the keys, or wait for the fetch under way; whether any are known afterwards."""
        fetches = self._fetches
        async with self._fetching:
            if fetches != self._fetches:
                return self.ready
            try:
                self._keys = await self._fetch()
            except KeysNotFetched as failure:
                _log.warning("signing_keys_not_fetched", reason=str(failure))
                return False
            finally:
                self._fetches += 1
            return True

    def _may_ask(self) -> bool:
        # Anybody can send an unknown key id: the host must not be hammered on a stranger's behalf.
        now = self._clock()
        if self._fetching.locked():
            return True
        if now < self._may_ask_at:
            return False
        self._may_ask_at = now + (UNKNOWN_KEY_SECONDS if self._keys else NO_KEYS_SECONDS)
        return True

    async def _fetch(self) -> dict[str, SigningKey]:
        metadata = await self._json(self._metadata)
        address = metadata.get("jwks_uri") if isinstance(metadata, dict) else None
        if not isinstance(address, str) or not is_allowed(address, (self._host,)):
            raise KeysNotFetched("jwks_uri is not an address of the same host")
        keys = signing_keys(await self._json(address))
        if not keys:
            raise KeysNotFetched("no usable key")
        return keys

    async def _json(self, address: str) -> Any:
        try:
            async with self._session.get(
                address,
                timeout=FETCH_TIMEOUT,
                allow_redirects=False,
                proxy=proxy_for(URL(address)),
            ) as response:
                if response.status != 200:
                    raise KeysNotFetched(f"status {response.status}")
                return json.loads(await read_capped(response.content, MOST_BYTES))
        except (aiohttp.ClientError, TimeoutError, TooLarge, ValueError, RecursionError) as error:
            raise KeysNotFetched(type(error).__name__) from None
