"""Access tokens of one app registration, signed in off the loop and kept until they age."""

import asyncio
import math
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import jwt

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import USUAL_RETRIES, Retries
from bot.m365 import blocking_http
from bot.m365.registration import AppRegistration, ManagedIdentity, Secret
from bot.m365.signin import SERVICE, SignIn, failures, sign_in

_EARLY_SECONDS = 300.0
_PAUSE_SECONDS = 20.0
_MAY_PASS = frozenset({FailureReason.THROTTLED, FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE})

# Codes get into logs; whoever comes back from a sign-in page can write anything in their place.
_ERROR = re.compile(r"[A-Za-z0-9_]{1,64}")
_WHY_BY_ERROR = {
    "temporarily_unavailable": FailureReason.UNAVAILABLE,
    "server_error": FailureReason.UNAVAILABLE,
}


def _never(_scope: str) -> bool:
    return False


@dataclass(frozen=True)
class _Held:
    token: str = field(repr=False)
    renew_at: float
    expires_at: float


class Tokens:
    """Implements bot.http.tokens.TokenSource. One lock, so that many callers make one sign-in."""

    def __init__(
        self,
        connect: Callable[[], SignIn],
        *,
        needs_certificate: Callable[[str], bool] = _never,
        retries: Retries = USUAL_RETRIES,
    ) -> None:
        self._connect = connect
        self._needs_certificate = needs_certificate
        self._retries = retries
        self._clock = retries.clock
        self._lock = asyncio.Lock()
        self._held: dict[str, _Held] = {}
        self._forgot_at: dict[str, float] = {}
        self._sign_in: SignIn | None = None

    async def token(self, scope: str) -> str:
        """A token for `{resource}/.default`; raises ServiceFailure."""
        if self._needs_certificate(scope):
            raise ServiceFailure(SERVICE, FailureReason.SIGN_IN_FAILED, code="certificate_needed")
        held = self._held.get(scope)
        if held and self._clock() < held.renew_at:
            return held.token
        async with self._lock:
            return await self._renewed(scope)

    async def roles(self, scope: str) -> frozenset[str] | None:
        """The app roles that a token carries; None where it cannot be read. Raises ServiceFailure.

        The signature is not checked: this says what to try, and the service decides.
        """
        return roles_of(await self.token(scope))

    def forget(self, token: str) -> None:
        """Never give this token again, and let msal forget what it remembers.

        Once in a while only: a service that refuses every token would have us sign in for each
        request.
        """
        now = self._clock()
        for scope in [scope for scope, held in self._held.items() if held.token == token]:
            if now - self._forgot_at.get(scope, -math.inf) >= _PAUSE_SECONDS:
                self._forgot_at[scope] = now
                del self._held[scope]
                self._sign_in = None

    async def _renewed(self, scope: str) -> str:
        held, now = self._held.get(scope), self._clock()
        if held and now < held.renew_at:
            return held.token
        if held and now < held.expires_at:
            self._held[scope] = await self._renewed_or_kept(scope, held)
        else:
            self._held[scope] = await self._acquired(scope)
        return self._held[scope].token

    async def _renewed_or_kept(self, scope: str, held: _Held) -> _Held:
        """Try once: a token that is still good is not worth waiting for."""
        try:
            return await self._acquired_at_once(scope)
        except ServiceFailure:
            return replace(held, renew_at=self._clock() + _PAUSE_SECONDS)

    async def _acquired(self, scope: str) -> _Held:
        attempts = self._retries.begin()
        while True:
            try:
                return await self._acquired_at_once(scope)
            except ServiceFailure as failure:
                may_pass = failure.why in _MAY_PASS
                if not may_pass or not await attempts.again(failure.retry_after):
                    raise

    async def _acquired_at_once(self, scope: str) -> _Held:
        now = self._clock()
        answer = await asyncio.to_thread(self._ask, scope)
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str):
            raise refusal(answer)
        seconds = float(lifetime) if isinstance(lifetime, int | str) else 0.0
        return _Held(token, now + seconds - min(_EARLY_SECONDS, seconds / 4), now + seconds)

    def _ask(self, scope: str) -> dict[str, object]:
        if self._sign_in is None:
            self._sign_in = self._connect()
        with failures():
            return self._sign_in(scope)


@asynccontextmanager
async def open_tokens(
    registration: AppRegistration,
    ca_file: Path | None = None,
    *,
    needs_certificate: Callable[[str], bool] = _never,
    retries: Retries = USUAL_RETRIES,
) -> AsyncIterator[Tokens]:
    """Tokens of one registration, with connections that are closed at the end.

    `needs_certificate` tells the scopes for which a client secret will not do.
    """
    credential = registration.credential
    by_machine = isinstance(credential, ManagedIdentity)
    session = await asyncio.to_thread(blocking_http.session, ca_file, proxies=not by_machine)
    with session:
        yield Tokens(
            partial(sign_in, registration, session),
            needs_certificate=needs_certificate if isinstance(credential, Secret) else _never,
            retries=retries,
        )


def roles_of(token: str) -> frozenset[str] | None:
    """Read the `roles` of an access token without checking it; None for an opaque one."""
    claims = claims_of(token)
    if claims is None:
        return None
    roles = claims.get("roles", [])
    return frozenset(str(role) for role in roles) if isinstance(roles, list) else frozenset()


def claims_of(token: str) -> Mapping[str, Any] | None:
    """What an access token says, which its service has to check; None for an opaque one."""
    try:
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None
    return claims


def refusal(answer: dict[str, object]) -> ServiceFailure:
    """What msal's answer without a token means."""
    numbers = answer.get("error_codes")
    error = str(answer.get("error", "no_token"))
    number = numbers[0] if isinstance(numbers, list) and numbers else None
    code = f"AADSTS{number}" if isinstance(number, int) else error
    return ServiceFailure(
        SERVICE,
        _WHY_BY_ERROR.get(error, FailureReason.SIGN_IN_FAILED),
        code=code if _ERROR.fullmatch(code) else "unreadable",
    )
