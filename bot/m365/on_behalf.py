"""Tokens that act for a person, exchanged for the one from their sign-in (on-behalf-of flow)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from requests import Session

from bot.core.failures import FailureReason, ServiceFailure
from bot.core.single_flight import SingleFlight
from bot.http.numbers import MAX_LIFETIME_SECONDS, seconds
from bot.m365.login_threads import LoginThreads
from bot.m365.registration import AppRegistration
from bot.m365.signin import SERVICE, entra_client, token_failure, typed_failures

# Tokens are exchanged anew this long before they expire.
_MARGIN_SECONDS = 60.0
# Errors that only the person can resolve at Entra ID: consent, a second factor, a new password.
_INTERACTION_NEEDED = frozenset({"invalid_grant", "interaction_required", "consent_required"})


class TokenExchange(Protocol):
    """Exchanges a person's token for another; blocks, and answers as msal does."""

    def __call__(self, assertion: str, scope: str) -> dict[str, object]:
        """Return a token for `{resource}/.default`; raises ServiceFailure."""


def exchange_with(registration: AppRegistration, session: Session) -> TokenExchange:
    """Make the exchange of an application that authenticates with a secret or a certificate."""

    def exchange(assertion: str, scope: str) -> dict[str, object]:
        with typed_failures():
            # A new client each time: msal keeps what it is given, and repeats a refusal for a
            # minute, also when the person has consented meanwhile.
            client = entra_client(registration, session)
            answer: dict[str, object] = client.acquire_token_on_behalf_of(assertion, [scope])
        return answer

    return exchange


@dataclass(frozen=True)
class _ExchangedToken:
    token: str = field(repr=False)
    scopes: frozenset[str]
    renew_at: float


class PersonTokens:
    """The tokens of one person, in memory until their sign-in expires.

    Implements bot.http.tokens.TokenSource.
    """

    def __init__(
        self,
        assertion: str,
        expires_at: float,
        exchange: TokenExchange,
        now: Callable[[], float],
        threads: LoginThreads | None = None,
    ) -> None:
        self._assertion = assertion
        self._expires_at = expires_at
        self._exchange = exchange
        self._now = now
        self._threads = threads or LoginThreads()
        self._exchanges: SingleFlight[_ExchangedToken] = SingleFlight()
        self._cached: dict[str, _ExchangedToken] = {}

    @property
    def expired(self) -> bool:
        """Whether the sign-in has expired, so that nothing can be exchanged any more."""
        return self._now() >= self._expires_at

    async def token(self, scope: str) -> str:
        """Return a token for `{resource}/.default`; raises ServiceFailure."""
        return (await self._fresh(scope)).token

    async def scopes(self, scope: str) -> frozenset[str]:
        """Return the delegated scopes of a token for `{resource}/.default`, which it may exchange.

        Raises ServiceFailure.
        """
        return (await self._fresh(scope)).scopes

    def forget(self, token: str) -> None:
        """Never return this token again: a service refused it."""
        for scope in [scope for scope, cached in self._cached.items() if cached.token == token]:
            del self._cached[scope]

    async def _fresh(self, scope: str) -> _ExchangedToken:
        cached = self._cached.get(scope)
        if cached is None or self._now() >= cached.renew_at:
            cached = await self._exchanges.ask(scope, partial(self._exchanged, scope))
            self._cached[scope] = cached
        return cached

    async def _exchanged(self, scope: str) -> _ExchangedToken:
        if self.expired:
            raise ServiceFailure(
                SERVICE, FailureReason.SIGN_IN_FAILED, code="signed_in_too_long_ago"
            )
        answer = await self._threads.within_limit(partial(self._exchange, self._assertion, scope))
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str):
            failure = token_failure(answer)
            if str(answer.get("error")) in _INTERACTION_NEEDED:
                raise ServiceFailure(SERVICE, FailureReason.NOT_PERMITTED, code=failure.code)
            raise failure
        good_for = seconds(lifetime, MAX_LIFETIME_SECONDS) or 0.0
        renew_at = self._now() + good_for - min(_MARGIN_SECONDS, good_for / 4)
        return _ExchangedToken(token, frozenset(str(answer.get("scope", "")).split()), renew_at)
