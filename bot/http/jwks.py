"""The signing keys of an issuer, from its OpenID metadata and JWKS document."""

import asyncio
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from yarl import URL

from bot.core.clock import Sleep
from bot.http.body import TooLarge, read_capped
from bot.http.hosts import is_allowed
from bot.http.problem import Refusal
from bot.http.session import proxy_for

REFRESH_SECONDS = 6 * 3600.0
RETRY_SECONDS = 60.0
# At most one fetch in this time for unknown key ids: anybody can send one.
UNKNOWN_KEY_SECONDS = 300.0
# Without any key nobody can be answered, so the host is asked more often.
NO_KEYS_SECONDS = 5.0
MIN_KEY_BITS = 2048
FETCH_TIMEOUT = aiohttp.ClientTimeout(total=10)
# A JWKS document has some ten kilobytes.
MAX_BYTES = 1 << 20

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SigningKey:
    """A parsed public key, and the channels that it may sign for."""

    key_id: str
    public_key: RSAPublicKey
    endorsements: frozenset[str]


class KeysNotFetched(Exception):
    """The metadata host gave no usable keys."""


class Keys:
    """A cache of signing keys: fetched once at a time, and kept while the host fails."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        metadata: str,
        *,
        clock: Callable[[], float],
        sleep: Sleep,
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

    async def is_ready(self) -> bool:
        """Tell whether any key is known, for a health check."""
        return self.ready

    async def find(self, key_id: str) -> SigningKey:
        """Return a key; an unknown one is fetched, but seldom. Raises Refusal 401 or 503."""
        if key_id not in self._keys and self._may_ask():
            await self.refresh()
        if not self._keys:
            raise Refusal(503, "keys_unavailable", "The channel's signing keys cannot be read now.")
        if key_id not in self._keys:
            raise Refusal(401, "unknown_key", "The token's key is not one of the channel's.")
        return self._keys[key_id]

    async def keep_fresh(self) -> None:
        """Refresh for ever, after a failure sooner; to be run as a background task."""
        while True:
            fetched = await self.refresh()
            await self._sleep(REFRESH_SECONDS if fetched else RETRY_SECONDS)

    async def refresh(self) -> bool:
        """Fetch the keys, or join the fetch in flight; return whether keys can be used.

        False where this fetch failed, though older keys are still used then.
        """
        fetches = self._fetches
        async with self._fetching:
            # Somebody else has fetched while this one waited for the lock.
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
        # The limit is for the host's sake: a stranger's unknown key ids must not become its load.
        now = self._clock()
        if self._fetching.locked():
            # `refresh` joins that fetch and starts none.
            return True
        if now < self._may_ask_at:
            return False
        self._may_ask_at = now + (UNKNOWN_KEY_SECONDS if self._keys else NO_KEYS_SECONDS)
        return True

    async def _fetch(self) -> dict[str, SigningKey]:
        metadata = await self._json(self._metadata)
        address = metadata.get("jwks_uri") if isinstance(metadata, dict) else None
        # Keys from another host would let whoever changes the metadata sign as the channel.
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
                return json.loads(await read_capped(response.content, MAX_BYTES))
        except (aiohttp.ClientError, TimeoutError, TooLarge, ValueError, RecursionError) as error:
            raise KeysNotFetched(type(error).__name__) from None


def signing_keys(document: object) -> dict[str, SigningKey]:
    """Parse a JWKS document into keys by key id.

    Left out is every entry that is not an RSA signing key of at least 2,048 bits.
    """
    entries = document.get("keys") if isinstance(document, Mapping) else None
    parsed = map(_signing_key, entries if isinstance(entries, list) else [])
    return {key.key_id: key for key in parsed if key}


def _signing_key(entry: Any) -> SigningKey | None:
    try:
        public_key = jwt.PyJWK(entry, algorithm="RS256").key
        key_id, endorsements = entry["kid"], entry.get("endorsements", [])
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        return None
    if not isinstance(public_key, RSAPublicKey) or public_key.key_size < MIN_KEY_BITS:
        return None
    if entry.get("use", "sig") != "sig" or not isinstance(key_id, str):
        return None
    names = endorsements if isinstance(endorsements, list) else []
    return SigningKey(key_id, public_key, frozenset(n for n in names if isinstance(n, str)))
