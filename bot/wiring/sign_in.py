"""Single sign-on: people's own rights beside the app's."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from requests import Session

from bot.auth.pages import END, START, Pages
from bot.config.settings import Settings
from bot.conversation.examine import Examine
from bot.conversation.own_rights import OffersSignIn
from bot.conversation.sign_in import SigningIn
from bot.conversation.small_talk import ForgetPerson
from bot.http.jwks import Keys
from bot.m365.authorization_code import AuthorizationCodeFlow
from bot.m365.own_rights import SignedInPeople, open_own_rights, requested_scopes
from bot.m365.settings import M365Settings, bot_registration
from bot.parts import expected_of_people, tenant_metadata
from bot.storage.sign_ins import SignIns
from bot.teams.oauth_card import OAuthCards
from bot.teams.person_token import SCOPE
from bot.teams.signin import SignIn
from bot.teams.tickets import Tickets
from bot.use_cases.practices import PersonalPractices
from bot.wiring.ground import Ground, now
from bot.wiring.page_flow import PageFlow

OFFER_GOOD_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Signing:
    """Parts that are open: what answers Teams, what answers people, and what holds their tokens."""

    people: SignedInPeople
    keys: Keys
    invokes: SignIn
    talk: SigningIn
    pages: Pages | None

    def examine(self, ground: Ground) -> Examine:
        """Checks and repairs with what each person may do."""
        practices = PersonalPractices(ground.practice, self.people)
        return replace(ground.examine, practices=practices, sign_in=OffersSignIn(self.people))

    def forgetting(self, forget: ForgetPerson) -> ForgetPerson:
        """Forget a person's sign-in too where the bot forgets the person."""

        async def forget_all(person_id: str) -> None:
            self.people.end(person_id)
            await forget(person_id)

        return forget_all


@asynccontextmanager
async def open_sign_in(ground: Ground) -> AsyncIterator[Signing | None]:
    """Open what single sign-on takes; None where it is switched off."""
    settings = ground.settings
    if not settings.sign_in:
        yield None
        return
    registration = bot_registration(settings)
    opened = open_own_rights(M365Settings.of(settings), registration)
    async with opened as (people, session):
        yield _signing(ground, people, session)


def _signing(ground: Ground, people: SignedInPeople, session: Session) -> Signing:
    settings = ground.settings
    sign_ins = SignIns(ground.database, now, OFFER_GOOD_FOR)
    metadata = tenant_metadata(settings)
    keys = Keys(ground.session, metadata, clock=time.monotonic, sleep=asyncio.sleep)
    tickets = Tickets(time.monotonic)
    cards = OAuthCards(ground.connector, settings.resource)
    invokes = SignIn(keys, expected_of_people(settings), sign_ins, people, tickets)
    pages = None
    if settings.public_url:
        codes = _codes(settings, session, f"{settings.public_url}{END}")
        flow = PageFlow(codes, sign_ins, invokes, tickets)
        pages = Pages(flow, ground.speech.languages, settings.teams_js)
    return Signing(
        people,
        keys,
        invokes,
        SigningIn(people, sign_ins, cards, lambda offer: _page(settings, offer), uuid4),
        pages,
    )


def _codes(settings: Settings, session: Session, redirect_uri: str) -> AuthorizationCodeFlow:
    asked = (f"{settings.resource}/{SCOPE}", *requested_scopes(M365Settings.of(settings)))
    return AuthorizationCodeFlow(bot_registration(settings), session, redirect_uri, asked)


def _page(settings: Settings, offer: UUID) -> str | None:
    return f"{settings.public_url}{START}?offer={offer}" if settings.public_url else None
