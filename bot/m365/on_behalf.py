"""Tokens that stand for a person: exchanged for the one that Teams gave, kept in memory only."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from requests import Session

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.registration import AppRegistration
from bot.m365.signin import SERVICE, application, failures
from bot.m365.tokens import refusal

_EARLY_SECONDS = 60.0
# Entra ID wants to hear from the person: consent, a second factor, a new password.
_WANTS_THE_PERSON = frozenset({"invalid_grant", "interaction_required", "consent_required"})


class Exchange(Protocol):
    """Exchanges a person's token for another; it blocks, and answers as msal does."""

    def __call__(self, assertion: str, scope: str) -> dict[str, object]:
        """A token for `{resource}/.default`; raises ServiceFailure."""


def exchange_with(registration: AppRegistration, session: Session) -> Exchange:
    """Exchange as this application, which proves itself with a secret or a certificate."""

    def exchange(assertion: str, scope: str) -> dict[str, object]:
        with failures():
            # A new one each time: msal keeps what it is given, and repeats a refusal for a minute,
            # also when the person has consented meanwhile.
            client = application(registration, session)
            answer: dict[str, object] = client.acquire_token_on_behalf_of(assertion, [scope])
        return answer

    return exchange


@dataclass(frozen=True)
class _Held:
    token: str = field(repr=False)
    scopes: frozenset[str]
    renew_at: float


class PersonTokens:
    """Implements bot.http.tokens.TokenSource for one person, until their sign-in ends."""

    def __init__(
        self,
        assertion: str,
        expires_at: float,
        exchange: Exchange,
        now: Callable[[], float],
    ) -> None:
        self._assertion = assertion
        self._expires_at = expires_at
        self._exchange = exchange
        self._now = now
        self._lock = asyncio.Lock()
        self._held: dict[str, _Held] = {}

    @property
    def expired(self) -> bool:
        """Whether nothing can be exchanged any more."""
        return self._now() >= self._expires_at

    async def token(self, scope: str) -> str:
        """A token for `{resource}/.default`; raises ServiceFailure."""
        return (await self._good(scope)).token

    async def scopes(self, scope: str) -> frozenset[str]:
        """The delegated scopes of the token for `{resource}/.default`; raises ServiceFailure."""
        return (await self._good(scope)).scopes

    def forget(self, token: str) -> None:
        """Never give this token again: a service refused it."""
        for scope in [scope for scope, held in self._held.items() if held.token == token]:
            del self._held[scope]

    async def _good(self, scope: str) -> _Held:
        async with self._lock:
            held = self._held.get(scope)
            if held is None or self._now() >= held.renew_at:
                held = await self._exchanged(scope)
                self._held[scope] = held
            return held

    async def _exchanged(self, scope: str) -> _Held:
        if self.expired:
            raise ServiceFailure(
                SERVICE, FailureReason.SIGN_IN_FAILED, code="signed_in_too_long_ago"
            )
        answer = await asyncio.to_thread(self._exchange, self._assertion, scope)
        token, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str):
            raise _failure(answer)
        seconds = float(lasts) if isinstance(lasts, int | str) else 0.0
        renew_at = self._now() + seconds - min(_EARLY_SECONDS, seconds / 4)
        return _Held(token, frozenset(str(answer.get("scope", "")).split()), renew_at)


def _failure(answer: dict[str, object]) -> ServiceFailure:
    failed = refusal(answer)
    if str(answer.get("error")) in _WANTS_THE_PERSON:
        return ServiceFailure(SERVICE, FailureReason.NOT_PERMITTED, code=failed.code)
    return failed
