"""Finds out who calls."""

from collections.abc import Callable
from typing import Protocol

from aiohttp import web

from bot.http.hosts import is_loopback
from bot.http.jwks import SigningKey
from bot.http.jwt import Caller, bearer_token, key_id, verify
from bot.http.problem import Refusal
from bot.teams.settings import ChannelSettings


class KeySource(Protocol):
    """Where signing keys are found."""

    async def find(self, key_id: str) -> SigningKey:
        """Return the key; raises Refusal."""


class Authenticator:
    """Proves the caller of a request, by the channel's token or by being on this machine."""

    def __init__(
        self, settings: ChannelSettings, keys: KeySource, now: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._now = now

    async def caller(self, request: web.BaseRequest) -> Caller | None:
        """Return the proven caller, None in anonymous use; raises Refusal 401, 403 or 503."""
        if self._settings.anonymous:
            _check_this_machine(request)
            return None
        token = bearer_token(request.headers.get("Authorization"))
        key = await self._keys.find(key_id(token))
        settings = self._settings
        return verify(token, key, app_id=settings.app_id, issuer=settings.issuer, now=self._now())


def _check_this_machine(request: web.BaseRequest) -> None:
    # A tunnel or proxy on this machine makes strangers look local; it says so in these headers.
    forwarded = "Forwarded" in request.headers or "X-Forwarded-For" in request.headers
    if forwarded or not is_loopback(request.remote):
        raise Refusal(403, "not_local", "Anonymous use is for this machine only.")
