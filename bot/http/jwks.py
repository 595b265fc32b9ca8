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

# A key that was withdrawn is refused after this long.
REFRESH_SECONDS = 3600.0
RETRY_SECONDS = 60.0
# Fetches for unknown key ids begin this far apart, all ids together: anybody can send one, and they
# must not become the host's load. A new key waits for no longer, whoever sends what meanwhile.
PAUSE_SECONDS = 5.0
# Requests with unknown key ids that wait for a fetch at a time; the others are refused at once. A
# flood must not hold every connection, and makes the next fetch come soon in any case.
MAX_WAITING = 100
# While the host fails, keys are used for as long as the SDK keeps them (docs/teams.md,
# "botbuilder-python 4.17.1"): a host that is down for a night silences nobody, and a key that was
# withdrawn meanwhile is not good for ever.
GOOD_FOR_SECONDS = 24 * 3600.0
MIN_KEY_BITS = 2048
# For each of the two documents: somebody waits who is to read words within ten seconds.
FETCH_TIMEOUT = aiohttp.ClientTimeout(total=4)
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
    """A cache of signing keys: fetched once at a time, and kept for a day while the host fails."""

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
        self._fetched: dict[str, SigningKey] = {}
        self._good_until = -math.inf
        self._fetching = asyncio.Lock()
        self._begun = 0
        self._failing = False
        self._next_fetch_at = -math.inf
        self._waiting = 0

    @property
    def ready(self) -> bool:
        """Whether any key is known that was read within a day."""
        return bool(self._keys)

    async def why_not_ready(self) -> str | None:
        """Return a code for why no token can be verified; None where it can."""
        if self.ready:
            return None
        return "too_old" if self._fetched else "not_read"

    async def find(self, key_id: str) -> SigningKey:
        """Return a key; for an unknown one wait for the next fetch. Raises Refusal 401 or 503."""
        if key_id not in self._keys:
            await self._look_again(key_id)
        if key := self._keys.get(key_id):
            return key
        # While the host fails, nobody can tell a made-up key from a new one.
        if self._failing or not self.ready:
            raise Refusal(503, "keys_unavailable", "The channel's signing keys cannot be read now.")
        raise Refusal(401, "unknown_key", "The token's key is not one of the channel's.")

    async def keep_fresh(self) -> None:
        """Refresh for ever, after a failure sooner; to be run as a background task."""
        while True:
            if await self.refresh():
                await self._sleep(REFRESH_SECONDS)
            else:
                # Without any key nobody can be answered, so the host is asked more often.
                await self._sleep(RETRY_SECONDS if self.ready else PAUSE_SECONDS)

    async def refresh(self) -> bool:
        """Fetch the keys; return whether this succeeded. Else older ones are used, for a day."""
        async with self._fetching:
            await self._renew()
            return not self._failing

    @property
    def _keys(self) -> dict[str, SigningKey]:
        return self._fetched if self._clock() < self._good_until else {}

    async def _look_again(self, key_id: str) -> None:
        """Return after a fetch that began after this call, or as soon as the key is known.

        Return at once while the host fails, or where many wait.
        """
        if self._waiting >= MAX_WAITING:
            return
        begun = self._begun
        self._waiting += 1
        try:
            # Those who wait share one fetch: whoever gets the lock first makes it for all.
            async with self._fetching:
                if key_id not in self._keys and self._begun == begun:
                    await self._renew_in_turn()
        finally:
            self._waiting -= 1

    async def _renew_in_turn(self) -> None:
        wait = self._next_fetch_at - self._clock()
        if wait > 0 and self._failing:
            return
        if wait > 0:
            await self._sleep(wait)
        await self._renew()

    async def _renew(self) -> None:
        self._begun += 1
        self._next_fetch_at = self._clock() + PAUSE_SECONDS
        try:
            self._fetched = await self._fetch()
        except KeysNotFetched as failure:
            _log.warning("signing_keys_not_fetched", reason=str(failure))
            self._failing = True
        else:
            self._good_until = self._clock() + GOOD_FOR_SECONDS
            self._failing = False

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
