"""Access tokens of one app registration, acquired in threads and cached until they age."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import jwt

from bot.core.failures import PASSING, FailureReason, ServiceFailure
from bot.core.single_flight import SingleFlight
from bot.http.jwt import UNREADABLE
from bot.http.numbers import MAX_LIFETIME_SECONDS, seconds
from bot.http.retry import USUAL_RETRIES, Retries
from bot.m365 import blocking_http
from bot.m365.login_threads import LOGIN_SECONDS, LoginThreads
from bot.m365.registration import AppRegistration, ManagedIdentity, Secret
from bot.m365.signin import SERVICE, AppSignIn, sign_in, token_failure, typed_failures

# Tokens are renewed this long before they expire, or after three quarters of a short lifetime.
_MARGIN_SECONDS = 300.0
# After a renewal that failed, and between two refused tokens that each cause a new sign-in.
_PAUSE_SECONDS = 20.0
# A request can be lost, so after this long without an answer a second sign-in is begun.
_SECOND_AFTER_SECONDS = 3.0
# An answer that trickles in, so that no time-out of the connection ends it, is given up after this.
_LOST_SECONDS = 20.0
# While a token is still good, callers wait this long for its renewal.
_EARLY_SECONDS = 1.0
# For this long after a sign-in that failed, callers fail at once instead of waiting for another.
_FAILURE_SECONDS = 5.0


def _never(_scope: str) -> bool:
    return False


@dataclass(frozen=True)
class _CachedToken:
    token: str = field(repr=False)
    renew_at: float
    expires_at: float


class AppTokens:
    """Implements bot.http.tokens.TokenSource for the app itself, with one sign-in for each scope.

    `seconds` is how long callers wait for a sign-in. One that takes longer goes on, and its token
    is there for later callers.
    """

    def __init__(
        self,
        connect: Callable[[], AppSignIn],
        *,
        needs_certificate: Callable[[str], bool] = _never,
        retries: Retries = USUAL_RETRIES,
        seconds: float = LOGIN_SECONDS,
        second_after: float = _SECOND_AFTER_SECONDS,
        early: float = _EARLY_SECONDS,
    ) -> None:
        self._connect = connect
        self._needs_certificate = needs_certificate
        self._retries = retries
        self._clock = retries.clock
        self._seconds = seconds
        self._second_after = second_after
        self._early = early
        self._threads = LoginThreads()
        self._sign_ins: SingleFlight[_CachedToken] = SingleFlight()
        self._began_at: dict[str, float] = {}
        self._failed: dict[str, tuple[ServiceFailure, float]] = {}
        self._cached: dict[str, _CachedToken] = {}
        self._forgotten_at: dict[str, float] = {}
        self._sign_in: AppSignIn | None = None

    async def token(self, scope: str) -> str:
        """Return a token for `{resource}/.default`; raises ServiceFailure."""
        if self._needs_certificate(scope):
            raise ServiceFailure(SERVICE, FailureReason.SIGN_IN_FAILED, code="certificate_needed")
        if fresh := self._fresh(scope):
            return fresh.token
        good = self._good(scope)
        if good is None:
            self._raise_again(scope)
        try:
            async with asyncio.timeout(self._early if good else self._patience(scope)):
                return (await self._sign_ins.ask(scope, partial(self._renewed, scope))).token
        except TimeoutError:
            if good is None:
                raise _timed_out() from None
            return good.token

    async def roles(self, scope: str) -> frozenset[str] | None:
        """Return the app roles in a token; None where it can't be read. Raises ServiceFailure.

        The signature is not checked: roles tell what to try, and the service decides.
        """
        return roles_of(await self.token(scope))

    def forget(self, token: str) -> None:
        """Never return this token again, and drop msal's cache, which holds it too.

        Only once in twenty seconds for each scope: otherwise a service that refuses every token
        would cause a sign-in for each request.
        """
        now = self._clock()
        for scope in [scope for scope, cached in self._cached.items() if cached.token == token]:
            if now - self._forgotten_at.get(scope, -math.inf) >= _PAUSE_SECONDS:
                self._forgotten_at[scope] = now
                del self._cached[scope]
                self._sign_in = None

    def _fresh(self, scope: str) -> _CachedToken | None:
        cached = self._cached.get(scope)
        return cached if cached and self._clock() < cached.renew_at else None

    def _good(self, scope: str) -> _CachedToken | None:
        cached = self._cached.get(scope)
        return cached if cached and self._clock() < cached.expires_at else None

    def _raise_again(self, scope: str) -> None:
        """Raise at once where a sign-in takes too long already, or failed just now."""
        if self._patience(scope) <= 0:
            raise _timed_out()
        failure, until = self._failed.get(scope, (None, 0.0))
        if failure and (wait := until - self._clock()) > 0:
            raise ServiceFailure(SERVICE, failure.why, code=failure.code, retry_after=wait)

    def _patience(self, scope: str) -> float:
        """Return how many seconds a caller waits, less what the sign-in has taken already."""
        now = self._clock()
        return self._began_at.get(scope, now) + self._seconds - now

    async def _renewed(self, scope: str) -> _CachedToken:
        good = self._good(scope)
        self._began_at[scope] = self._clock()
        try:
            acquired = self._acquired_early(scope, good) if good else self._acquired(scope)
            self._cached[scope] = cached = await acquired
        except ServiceFailure as failure:
            if failure.why in PASSING:
                self._failed[scope] = failure, self._clock() + _FAILURE_SECONDS
            raise
        finally:
            del self._began_at[scope]
        return cached

    async def _acquired_early(self, scope: str, cached: _CachedToken) -> _CachedToken:
        try:
            # One attempt: while the cached token is good, nobody has to wait for retries.
            async with asyncio.timeout(self._seconds):
                return await self._acquired_at_once(scope)
        except (ServiceFailure, TimeoutError):
            return replace(cached, renew_at=self._clock() + _PAUSE_SECONDS)

    async def _acquired(self, scope: str) -> _CachedToken:
        attempts = self._retries.begin()
        while True:
            try:
                return await self._acquired_at_once(scope)
            except ServiceFailure as failure:
                transient = failure.why in PASSING
                if not transient or not await attempts.again(failure.retry_after):
                    raise

    async def _acquired_at_once(self, scope: str) -> _CachedToken:
        now = self._clock()
        answer = await self._answer(scope)
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str):
            raise token_failure(answer)
        good_for = seconds(lifetime, MAX_LIFETIME_SECONDS) or 0.0
        renew_at = now + good_for - min(_MARGIN_SECONDS, good_for / 4)
        return _CachedToken(token, renew_at, expires_at=now + good_for)

    async def _answer(self, scope: str) -> dict[str, object]:
        """Return the first answer of up to two sign-ins; raises ServiceFailure."""
        acquire = partial(self._acquire, scope)
        asked = {self._threads.start(acquire)}
        done, _ = await asyncio.wait(asked, timeout=self._second_after)
        if not done:
            asked.add(self._threads.start(acquire))
            first = asyncio.FIRST_COMPLETED
            done, _ = await asyncio.wait(asked, timeout=_LOST_SECONDS, return_when=first)
        if not done:
            raise _timed_out()
        return done.pop().result()

    def _acquire(self, scope: str) -> dict[str, object]:
        if self._sign_in is None:
            self._sign_in = self._connect()
        with typed_failures():
            return self._sign_in(scope)


@asynccontextmanager
async def open_tokens(
    registration: AppRegistration,
    ca_file: Path | None = None,
    *,
    needs_certificate: Callable[[str], bool] = _never,
    retries: Retries = USUAL_RETRIES,
) -> AsyncIterator[AppTokens]:
    """Open the tokens of one registration, and close their connections at the end.

    `needs_certificate` tells the scopes for which Entra ID's tokens must come from a certificate
    (docs/photo-sync.md, "App-only access"); with a client secret they raise ServiceFailure.
    """
    credential = registration.credential
    by_machine = isinstance(credential, ManagedIdentity)
    # Reading the system's authorities takes a moment, so it is done off the loop.
    session = await asyncio.to_thread(blocking_http.session, ca_file, proxies=not by_machine)
    with session:
        yield AppTokens(
            partial(sign_in, registration, session),
            needs_certificate=needs_certificate if isinstance(credential, Secret) else _never,
            retries=retries,
        )


def _timed_out() -> ServiceFailure:
    return ServiceFailure(SERVICE, FailureReason.TIMED_OUT, retry_after=_FAILURE_SECONDS)


def roles_of(token: str) -> frozenset[str] | None:
    """Read the `roles` of an access token without verifying it; None for an opaque one."""
    claims = claims_of(token)
    if claims is None:
        return None
    roles = claims.get("roles", [])
    return frozenset(str(role) for role in roles) if isinstance(roles, list) else frozenset()


def claims_of(token: str) -> Mapping[str, Any] | None:
    """Read an access token's claims without verifying them; None for an opaque one."""
    try:
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except UNREADABLE:
        return None
    return claims
