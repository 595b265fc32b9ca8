"""Authentication of callers, at the seam that the Bot Framework SDK has for it."""

from collections.abc import Callable
from typing import Protocol

from aiohttp import web
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
)

from bot.http.hosts import is_allowed, is_loopback
from bot.http.jwks import SigningKey
from bot.http.jwt import Caller, bearer_token, key_id, verify
from bot.http.problem import Refusal
from bot.teams.connectors import PooledConnectors
from bot.teams.incoming import Incoming
from bot.teams.settings import ChannelSettings

CHANNEL = "msteams"


class KeySource(Protocol):
    """Where signing keys are looked up."""

    async def find(self, key_id: str) -> SigningKey:
        """Return the key with this id; raises Refusal 401 or 503."""


class Authentication(BotFrameworkAuthentication):
    """Authentication by the channel's signed token, or, in anonymous use, by a loopback address.

    The SDK's own fetches keys on the event loop, answers 500 to most bad tokens and switches itself
    off without an app id (docs/teams.md, "botbuilder-python 4.17.1"). Here the token is checked
    before the body is read, and the SDK is handed the result.
    """

    def __init__(
        self,
        settings: ChannelSettings,
        keys: KeySource,
        connectors: PooledConnectors,
        now: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._connectors = connectors
        self._now = now

    async def caller(self, request: web.BaseRequest) -> Caller | None:
        """Return the caller by their token, None in anonymous use; raises Refusal 401, 403, 503."""
        if self._settings.anonymous:
            _check_loopback(request)
            return None
        return await self._verify(request.headers.get("Authorization"))

    def admit(self, activity: Incoming, caller: Caller | None) -> AuthenticateRequestResult:
        """Admit an activity of Teams and our tenant; raises Refusal 403.

        The SDK compares neither channel nor tenant (docs/teams.md, "Who is calling"). `caller` is
        None in anonymous use.
        """
        settings = self._settings
        if activity.channel_id != CHANNEL:
            raise Refusal(403, "wrong_channel", "Only Microsoft Teams is served.")
        if caller is not None:
            _match(activity, caller)
        # Answers go to this address with the bot's token, so the token alone doesn't vouch for it.
        if not is_allowed(activity.service_url, settings.allowed_service_hosts):
            raise Refusal(403, "service_url_not_allowed", "The service URL is not on the list.")
        if activity.tenants != {settings.tenant_id.lower()}:
            raise Refusal(403, "wrong_tenant", "Only the bot's own tenant is served.")
        result = AuthenticateRequestResult()
        result.claims_identity = self._identity()
        result.connector_factory = self._connectors
        return result

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        """Refuse: `process` has authenticated and admitted a request before the SDK sees it."""
        raise Refusal(401, "not_proven", "The request was not proven.")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        """Refuse: Teams does not stream."""
        raise Refusal(501, "not_supported", "Streaming is not supported.")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> PooledConnectors:
        """Return the connectors of this process, for `continue_conversation` and the like."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Return None: people's tokens are never stored in the Bot Framework token service."""

    async def _verify(self, authorization: str | None) -> Caller:
        token = bearer_token(authorization)
        key = await self._keys.find(key_id(token))
        settings = self._settings
        return verify(token, key, app_id=settings.app_id, issuer=settings.issuer, now=self._now())

    def _identity(self) -> ClaimsIdentity:
        return ClaimsIdentity({"aud": self._settings.app_id}, not self._settings.anonymous)


def _check_loopback(request: web.BaseRequest) -> None:
    # A tunnel or proxy on this machine makes remote callers look local, but adds these headers.
    forwarded = "Forwarded" in request.headers or "X-Forwarded-For" in request.headers
    if forwarded or not is_loopback(request.remote):
        raise Refusal(403, "not_local", "Anonymous use is for this machine only.")


def _match(activity: Incoming, caller: Caller) -> None:
    # A valid token of Web Chat or Direct Line comes from where a client may name itself anybody
    # (docs/teams.md, "Who is calling").
    if CHANNEL not in caller.endorsements:
        raise Refusal(403, "not_endorsed", "The signing key is not endorsed for this channel.")
    if caller.service_url != activity.service_url:
        raise Refusal(403, "service_url_mismatch", "The service URL is not the token's.")
