"""Builds single sign-on, with which Photobot uses people's own rights."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from bot.app.infrastructure import Infrastructure
from bot.auth.flow import PageFlow
from bot.auth.pages import END, START, Pages
from bot.auth.person_token import SCOPE, ExpectedClaims, tenant_metadata
from bot.auth.tickets import Tickets
from bot.chat.language import Languages
from bot.config.settings import Settings
from bot.http.jwks import Keys
from bot.m365.authorization_code import AuthorizationCodeFlow
from bot.m365.own_rights import open_own_rights, requested_scopes
from bot.m365.settings import M365Settings, bot_registration
from bot.services import SignIn
from bot.storage.sign_ins import SignIns
from bot.teams.oauth_card import OAuthCards
from bot.teams.sign_in import SignInInvokes

OFFER_GOOD_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class SignInParts:
    """The parts of single sign-on.

    Attributes:
        for_behaviours: the part that behaviours are given.
        keys: the tenant's signing keys, which verify people's tokens.
        invokes: answers Teams' invokes.
        pages: answers browsers; None where PHOTOBOT_PUBLIC_URL is not set.
    """

    for_behaviours: SignIn
    keys: Keys
    invokes: SignInInvokes
    pages: Pages | None


@asynccontextmanager
async def open_sign_in(
    parts: Infrastructure, languages: Languages
) -> AsyncIterator[SignInParts | None]:
    """Open the parts of single sign-on; None where it is switched off."""
    settings = parts.settings
    if not settings.sign_in:
        yield None
        return
    m365, registration = M365Settings.of(settings), bot_registration(settings)
    async with open_own_rights(m365, registration, parts.threads) as (people, session):
        offers = SignIns(parts.database, parts.now, OFFER_GOOD_FOR)
        keys = Keys(
            parts.session, tenant_metadata(settings), clock=time.monotonic, sleep=asyncio.sleep
        )
        tickets = Tickets(time.monotonic)
        invokes = SignInInvokes(keys, ExpectedClaims.of(settings), offers, people, tickets)
        pages = None
        if settings.public_url:
            # The page asks for all scopes at once, so that the person consents once.
            scopes = (f"{settings.resource}/{SCOPE}", *requested_scopes(m365))
            redirect = f"{settings.public_url}{END}"
            codes = AuthorizationCodeFlow(registration, session, redirect, scopes)
            flow = PageFlow(codes, offers, invokes, tickets)
            pages = Pages(flow, languages, settings.teams_js, settings.hash_of_teams_js)
        cards = OAuthCards(parts.connector, settings.resource)
        page = _PageAddress(settings)
        yield SignInParts(SignIn(people, offers, cards, page, uuid4), keys, invokes, pages)


@dataclass(frozen=True)
class _PageAddress:
    """Returns the address of an offer's page; None where PHOTOBOT_PUBLIC_URL is not set."""

    settings: Settings

    def __call__(self, offer: UUID) -> str | None:
        url = self.settings.public_url
        return f"{url}{START}?offer={offer}" if url else None
