"""Answers the invokes of single sign-on (docs/teams.md, "Single sign-on")."""

import asyncio
import re
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import structlog
from cachetools import LRUCache

from bot.auth.person_token import ExpectedClaims, PersonToken, verify_person
from bot.auth.tickets import Tickets
from bot.chat.stores import SignInStore
from bot.core.failures import FailureReason, ServiceFailure
from bot.http.jwt import key_id
from bot.http.problem import Refusal
from bot.teams.authentication import KeySource
from bot.teams.incoming import Incoming, uuid_of, word

TOKEN_EXCHANGE, VERIFY_STATE, FAILURE = (
    "signin/tokenExchange",
    "signin/verifyState",
    "signin/failure",
)
SIGN_IN_INVOKES = frozenset({TOKEN_EXCHANGE, VERIFY_STATE, FAILURE})
# The state that Teams sends where the person closed the sign-in window.
CANCELLED = "CancelledByUser"
# Verbs of the behaviours that follow: a new check with the person's rights, or an explanation.
SIGNED_IN, NOT_SIGNED_IN = "check", "sign_in_failed"
MAX_EXCHANGES = 2000
# Seconds for keys, database and login together; the client waits for the answer.
ANSWER_SECONDS = 9.0
# A code goes into the log, so anything but a word of letters is left out.
_CODE = re.compile(r"[A-Za-z]{1,40}")

_log = structlog.get_logger(__name__)


class Rights(Protocol):
    """Access to services with people's own rights."""

    async def begin(self, person_id: str, token: str, expires_at: float) -> None:
        """Exchange a person's token and act for them until it expires; raises ServiceFailure."""

    def decline(self, person_id: str) -> None:
        """Remember that the person declined to sign in."""


@dataclass
class Exchange:
    """The progress of one offer, which every open client of the person answers.

    Attributes:
        lock: held while one client's token is exchanged; the others wait for the result.
        done: whether the exchange succeeded.
        failure_shown: whether the person was told that it failed.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    done: bool = False
    failure_shown: bool = False


@dataclass(frozen=True)
class SignInAnswer:
    """The answer to an invoke; `then` is the verb of the behaviour that follows, if any."""

    status: int = 200
    body: dict[str, Any] | None = None
    then: str | None = None


@dataclass(frozen=True)
class SignInInvokes:
    """The answers to the three invokes of sign-in; `now` is in seconds since 1970."""

    keys: KeySource
    expected: ExpectedClaims
    offers: SignInStore
    rights: Rights
    tickets: Tickets
    now: Callable[[], float] = time.time
    seconds: float = ANSWER_SECONDS
    # In memory: each open client of a person sends the same exchange, within moments.
    exchanges: MutableMapping[UUID, Exchange] = field(
        default_factory=lambda: LRUCache(MAX_EXCHANGES)
    )

    async def answer(self, activity: Incoming) -> SignInAnswer:
        """Answer one invoke; a refused token or offer with 412, on which Teams shows the button."""
        value = activity.body.get("value")
        value = value if isinstance(value, dict) else {}
        try:
            async with asyncio.timeout(self.seconds):
                return await self._answer(activity, value)
        except TimeoutError:
            _log.warning("sign_in_refused", error="timed_out")
            late = {"failureDetail": "timed_out"}
            if activity.name == TOKEN_EXCHANGE:
                # The button appears, and the person can go on with it.
                return SignInAnswer(412, {**_echo(value), **late})
            return SignInAnswer(412, late, NOT_SIGNED_IN)

    async def _answer(self, activity: Incoming, value: dict[str, Any]) -> SignInAnswer:
        match activity.name:
            case "signin/tokenExchange":
                return await self._exchange(activity.person_id or "", value)
            case "signin/verifyState":
                return await self._verify(activity.person_id or "", word(value, "state"))
        code = word(value, "code")
        _log.info("sign_in_failed", code=code if _CODE.fullmatch(code) else "unreadable")
        return SignInAnswer(then=NOT_SIGNED_IN)

    async def proved(self, token: str, person_id: str) -> PersonToken:
        """Return the token where it is this person's and for this app; raises Refusal."""
        key = await self.keys.find(key_id(token))
        return verify_person(token, key, self.expected, person_id=person_id, now=self.now())

    async def _exchange(self, person_id: str, value: dict[str, Any]) -> SignInAnswer:
        echo = _echo(value)
        try:
            offer = await self._offer_of(echo["id"], person_id)
            sent = value.get("token")
            token = await self.proved(sent if isinstance(sent, str) else "", person_id)
        except Refusal as refusal:
            _log.warning("sign_in_refused", error=refusal.code)
            return SignInAnswer(412, {**echo, "failureDetail": refusal.code})
        return await self._exchange_once(offer, token, echo)

    async def _exchange_once(
        self, offer: UUID, token: PersonToken, echo: dict[str, str]
    ) -> SignInAnswer:
        exchange = self.exchanges.setdefault(offer, Exchange())
        async with exchange.lock:
            if exchange.done:
                return SignInAnswer(body=echo)
            code = await self._begin(token)
            if code is None:
                exchange.done = True
                return SignInAnswer(body=echo, then=SIGNED_IN)
            # Each client gets its 412, but the person is told once.
            then = None if exchange.failure_shown else NOT_SIGNED_IN
            exchange.failure_shown = True
        return SignInAnswer(412, {**echo, "failureDetail": code}, then)

    async def _verify(self, person_id: str, state: str) -> SignInAnswer:
        if state == CANCELLED:
            self.rights.decline(person_id)
            # The check then shows what is possible without the person's rights.
            return SignInAnswer(then=SIGNED_IN)
        token = self.tickets.redeem(state, person_id)
        if token is None:
            _log.warning("sign_in_refused", error="unknown_ticket")
            return SignInAnswer(412, {"failureDetail": "unknown_ticket"})
        code = await self._begin(token)
        if code is None:
            return SignInAnswer(then=SIGNED_IN)
        return SignInAnswer(412, {"failureDetail": code}, NOT_SIGNED_IN)

    async def _offer_of(self, exchange_id: str, person_id: str) -> UUID:
        """Return the offer that an exchange answers; raises Refusal unless it is the person's."""
        # An id can be written in several ways, and is good for one exchange only.
        offer = uuid_of(exchange_id)
        owner = await self.offers.person_of(offer) if offer else None
        if offer is None or owner is None:
            raise Refusal(412, "unknown_exchange", "This was not offered, or too long ago.")
        if not person_id or owner != person_id:
            raise Refusal(412, "somebody_elses_exchange", "This was offered to somebody else.")
        return offer

    async def _begin(self, token: PersonToken) -> str | None:
        """Begin to act for the person; return a code where that failed, else None."""
        try:
            await self.rights.begin(token.person_id, token.value, token.expires_at)
        except ServiceFailure as failure:
            _log.warning("token_exchange_failed", why=failure.why.value, code=failure.code)
            needs_consent = failure.why is FailureReason.NOT_PERMITTED
            return "consent_required" if needs_consent else "exchange_failed"
        return None


def _echo(value: dict[str, Any]) -> dict[str, str]:
    """Return the fields by which Teams matches the answer to its request."""
    return {name: word(value, name) for name in ("id", "connectionName")}
