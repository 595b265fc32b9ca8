"""Single sign-on: what Teams asks for between a card that offers it and a person's token."""

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
from bot.teams.incoming import Incoming

TOKEN_EXCHANGE, VERIFY_STATE, FAILURE = (
    "signin/tokenExchange",
    "signin/verifyState",
    "signin/failure",
)
SIGN_IN_INVOKES = frozenset({TOKEN_EXCHANGE, VERIFY_STATE, FAILURE})
# What Teams sends for a window that was closed.
CANCELLED = "CancelledByUser"
# The behaviours that follow, by their verbs.
SIGNED_IN, NOT_SIGNED_IN = "check", "sign_in_failed"
MAX_EXCHANGES = 2000
_CODE = re.compile(r"[A-Za-z]{1,40}")

_log = structlog.get_logger(__name__)


class Rights(Protocol):
    """Whoever acts for people with their tokens."""

    async def begin(self, person_id: str, token: str, expires_at: float) -> None:
        """Act for a person until their token expires; raises ServiceFailure."""

    def decline(self, person_id: str) -> None:
        """Note that this person does not want it."""


@dataclass
class Exchange:
    """One offer to sign in; held locked by the client that is being answered."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    done: bool = False
    told: bool = False


@dataclass(frozen=True)
class SignInAnswer:
    """What the client is answered, and the verb of the behaviour that follows."""

    status: int = 200
    body: dict[str, Any] | None = None
    then: str | None = None


@dataclass(frozen=True)
class SignInInvokes:
    """Answers the three invokes of sign-in; `now` in seconds since 1970."""

    keys: KeySource
    expected: ExpectedClaims
    offers: SignInStore
    rights: Rights
    tickets: Tickets
    now: Callable[[], float] = time.time
    # Each of a person's clients sends the same exchange.
    exchanges: MutableMapping[UUID, Exchange] = field(
        default_factory=lambda: LRUCache(MAX_EXCHANGES)
    )

    async def answer(self, activity: Incoming) -> SignInAnswer:
        """Answer one invoke; a refused one by the status that Teams has for it, 412."""
        value = activity.body.get("value")
        value = value if isinstance(value, dict) else {}
        match activity.name:
            case "signin/tokenExchange":
                return await self._exchange(activity.person_id or "", value)
            case "signin/verifyState":
                return await self._verify(activity.person_id or "", str(value.get("state")))
        code = str(value.get("code"))
        _log.info("sign_in_failed", code=code if _CODE.fullmatch(code) else "unreadable")
        return SignInAnswer(then=NOT_SIGNED_IN)

    async def proved(self, token: str, person_id: str) -> PersonToken:
        """A token that is this person's and for us; raises Refusal."""
        key = await self.keys.find(key_id(token))
        return verify_person(token, key, self.expected, person_id=person_id, now=self.now())

    async def _exchange(self, person_id: str, value: dict[str, Any]) -> SignInAnswer:
        exchange_id, name = str(value.get("id")), value.get("connectionName")
        echo = {"id": exchange_id, "connectionName": name if isinstance(name, str) else ""}
        try:
            offer = await self._offer(exchange_id, person_id)
            token = await self.proved(str(value.get("token")), person_id)
        except Refusal as refusal:
            _log.warning("sign_in_refused", error=refusal.code)
            return SignInAnswer(412, {**echo, "failureDetail": refusal.code})
        return await self._once(offer, token, echo)

    async def _once(self, offer: UUID, token: PersonToken, echo: dict[str, str]) -> SignInAnswer:
        exchange = self.exchanges.setdefault(offer, Exchange())
        async with exchange.lock:
            if exchange.done:
                return SignInAnswer(body=echo)
            code = await self._begun(token)
            if code is None:
                exchange.done = True
                return SignInAnswer(body=echo, then=SIGNED_IN)
            first, exchange.told = not exchange.told, True
        then = NOT_SIGNED_IN if first else None
        return SignInAnswer(412, {**echo, "failureDetail": code}, then)

    async def _verify(self, person_id: str, state: str) -> SignInAnswer:
        if state == CANCELLED:
            self.rights.decline(person_id)
            return SignInAnswer(then=SIGNED_IN)
        token = self.tickets.redeem(state, person_id)
        if token is None:
            _log.warning("sign_in_refused", error="unknown_ticket")
            return SignInAnswer(412, {"failureDetail": "unknown_ticket"})
        code = await self._begun(token)
        if code is None:
            return SignInAnswer(then=SIGNED_IN)
        return SignInAnswer(412, {"failureDetail": code}, NOT_SIGNED_IN)

    async def _offer(self, exchange_id: str, person_id: str) -> UUID:
        """The offer that an exchange answers, if it was made to this person; raises Refusal."""
        offer = _uuid(exchange_id)
        whose = await self.offers.person_of(offer) if offer else None
        if offer is None or whose is None:
            raise Refusal(412, "unknown_exchange", "This was not offered, or too long ago.")
        if not person_id or whose != person_id:
            raise Refusal(412, "somebody_elses_exchange", "This was offered to somebody else.")
        return offer

    async def _begun(self, token: PersonToken) -> str | None:
        """Begin to act for the person; else why not."""
        try:
            await self.rights.begin(token.person_id, token.value, token.expires_at)
        except ServiceFailure as failure:
            _log.warning("not_exchanged", why=failure.why.value, code=failure.code)
            wanted = failure.why is FailureReason.NOT_PERMITTED
            return "consent_required" if wanted else "exchange_failed"
        return None


def _uuid(text: str) -> UUID | None:
    # One id can be written in several ways, and is good for one exchange all the same.
    try:
        return UUID(text)
    except ValueError:
        return None
