"""Single sign-on: people's own rights beside the app's."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from bot.care.practices import PersonalPractices
from bot.conversation.examine import Examine
from bot.conversation.own_rights import OffersSignIn
from bot.conversation.sign_in import SigningIn
from bot.m365.own_rights import SignedInPeople, open_own_rights
from bot.parts import bot_registration, expected_of_people, m365_settings, tenant_metadata
from bot.settings import Settings
from bot.storage.sign_ins import SignIns
from bot.teams.keys import Keys
from bot.teams.oauth_card import OAuthCards
from bot.teams.signin import SignIn
from bot.teams.tickets import Tickets
from bot.wiring.ground import Ground, now

OFFER_GOOD_FOR = timedelta(minutes=10)
PAGE = "/auth/start"


@dataclass(frozen=True)
class Signing:
    """Parts that are open: what answers Teams, what answers people, and what holds their tokens."""

    people: SignedInPeople
    sign_ins: SignIns
    keys: Keys
    invokes: SignIn
    talk: SigningIn
    tickets: Tickets

    def examine(self, ground: Ground) -> Examine:
        """Checks and repairs with what each person may do."""
        practices = PersonalPractices(ground.practice, self.people)
        return replace(ground.examine, practices=practices, sign_in=OffersSignIn(self.people))


@asynccontextmanager
async def open_sign_in(ground: Ground) -> AsyncIterator[Signing | None]:
    """Open what single sign-on takes; None where it is switched off."""
    settings = ground.settings
    if not settings.sign_in:
        yield None
        return
    registration = bot_registration(settings)
    async with open_own_rights(m365_settings(settings), registration) as people:
        yield _signing(ground, people)


def _signing(ground: Ground, people: SignedInPeople) -> Signing:
    settings = ground.settings
    sign_ins = SignIns(ground.database, now, OFFER_GOOD_FOR)
    metadata = tenant_metadata(settings)
    keys = Keys(ground.session, metadata, clock=time.monotonic, sleep=asyncio.sleep)
    tickets = Tickets(time.monotonic)
    cards = OAuthCards(ground.connector, settings.resource)
    return Signing(
        people,
        sign_ins,
        keys,
        SignIn(keys, expected_of_people(settings), sign_ins, people, tickets),
        SigningIn(people, sign_ins, cards, lambda offer: _page(settings, offer), uuid4),
        tickets,
    )


def _page(settings: Settings, offer: UUID) -> str | None:
    return f"{settings.public_url}{PAGE}?offer={offer}" if settings.public_url else None
