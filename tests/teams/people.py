"""Somebody who signs in: tokens as the tenant gives them, and whoever takes them."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import jwt

from bot.auth.person_token import ExpectedClaims
from bot.auth.tickets import Tickets
from bot.core.failures import ServiceFailure
from bot.http.jwks import SigningKey
from bot.teams.sign_in import SignInInvokes
from tests.auth.offers import Offers
from tests.http.issuer import APP_ID, NOW, TENANT, Key
from tests.teams.channel import ALICE
from tests.teams.fakes import Time

OFFER = UUID(int=7)
RESOURCE = f"api://botid-{APP_ID}"
ISSUER = f"https://login.microsoftonline.com/{TENANT}/v2.0"
EXPECTED = ExpectedClaims(ISSUER, frozenset({RESOURCE, APP_ID}), TENANT)


def person_token(key: Key, key_id: str = "k1", **changes: Any) -> str:
    stated = {
        "iss": ISSUER,
        "aud": APP_ID,
        "tid": TENANT,
        "oid": ALICE,
        "scp": "access_as_user",
        "nbf": NOW - 60,
        "exp": NOW + 3600,
        "ver": "2.0",
    }
    claims = {name: value for name, value in {**stated, **changes}.items() if value is not None}
    return jwt.encode(claims, key, "RS256", headers={"kid": key_id})


def signing_key(key: Key) -> SigningKey:
    return SigningKey("k1", key.public_key(), frozenset())


@dataclass
class OneKey:
    key: Key

    async def find(self, key_id: str) -> SigningKey:
        return signing_key(self.key)


@dataclass
class Rights:
    """Notes for whom it began; fails as it is told, and waits for `stalls`."""

    failures: list[ServiceFailure] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    stalls: asyncio.Event | None = None

    async def begin(self, person_id: str, token: str, expires_at: float) -> None:
        await asyncio.sleep(0)
        if self.stalls:
            await self.stalls.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.begun.append(person_id)

    def decline(self, person_id: str) -> None:
        self.declined.append(person_id)


@dataclass
class FakeSignIn:
    """Everything around one sign-in."""

    key: Key
    offers: Offers = field(default_factory=lambda: Offers({OFFER: ALICE}))
    rights: Rights = field(default_factory=Rights)
    time: Time = field(default_factory=Time)

    def __post_init__(self) -> None:
        self.tickets = Tickets(self.time)
        self.invokes = SignInInvokes(
            OneKey(self.key), EXPECTED, self.offers, self.rights, self.tickets, lambda: NOW
        )
