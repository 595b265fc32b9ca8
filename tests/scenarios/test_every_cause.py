"""For every cause there is somebody in the company; the bot tells each of them theirs.

The bot may only read here, so that each card says what the person or an administrator can do.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.photos.causes import NUMBERS, Cause
from bot.texts.causes import cause_headline
from bot.texts.possibilities import possibility_words
from simulation.entra.registrations import GRAPH
from simulation.people import object_id
from tests.scenarios.card import Card
from tests.scenarios.company import Company
from tests.scenarios.conftest import bot_in_front, personal_chat
from tests.simulation.world import (
    AMARA,
    BEN,
    CHIARA,
    DMITRI,
    ELIF,
    FRANK,
    GRACE,
    HUGO,
    INES,
    JONAS,
    KEIKO,
    MAYA,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECEPTION, PETRA, QUENTIN, ROSA, SAMIR, TOVE = (
    object_id(name)
    for name in (
        "reception.lisbon",
        "petra.novak",
        "quentin.dubois",
        "rosa.silva",
        "samir.haddad",
        "tove.nilsen",
    )
)
FOUND = {
    AMARA: Cause.ALL_IN_SYNC,
    BEN: Cause.SHAREPOINT_OLD,
    CHIARA: Cause.SHAREPOINT_PARTLY_OLD,
    DMITRI: Cause.SHAREPOINT_EMPTY,
    ELIF: Cause.NO_PHOTO,
    FRANK: Cause.NO_PHOTO,
    GRACE: Cause.NO_MAILBOX,
    HUGO: Cause.SYNC_FROZEN,
    INES: Cause.NO_PROFILE,
    JONAS: Cause.PLACEHOLDER_STORED,
    KEIKO: Cause.SHAREPOINT_EMPTY,
    QUENTIN: Cause.SIGN_IN_BLOCKED,
    RECEPTION: Cause.SHARED_MAILBOX,
}
POSSIBLE = {
    BEN: Cause.PICTURE_NOT_EDITABLE,
    ELIF: Cause.OUTLOOK_POLICY,
    FRANK: Cause.UPLOAD_REFUSED,
    ROSA: Cause.CHANGED_IN_BOTH,
    SAMIR: Cause.DIRECTORY_PICTURE_TOO_LARGE,
    TOVE: Cause.PROFILE_DISCONNECTED,
}
IN_THE_TENANT = (
    (ELIF, {"source": "onPremises"}, Cause.CHANGES_RESTRICTED),
    (ELIF, {"allowed_roles": ("fe930be7-5e62-47db-91af-98c3a49a38b1",)}, Cause.CHANGES_RESTRICTED),
    (BEN, {"exchange_principal_enabled": False}, Cause.EXCHANGE_DISABLED),
)


def unchanged(words: str) -> str:
    return words


def read(card: Card) -> str:
    return "\n".join(card.texts)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(served: Company, database_address: str) -> AsyncIterator[dict[str, Card]]:
    """What each person reads who says that their photo is wrong."""
    served.reset()
    people = sorted({*FOUND, *POSSIBLE, PETRA, MAYA})
    async with bot_in_front(served, database_address, "reader"):
        chats = [personal_chat(served, person) for person in people]
        cards = await asyncio.gather(*(chat.asked() for chat in chats))
        yield dict(zip(people, cards, strict=True))


@pytest.mark.parametrize(("person", "cause"), FOUND.items())
async def test_everybody_is_told_their_cause(
    told: dict[str, Card], person: str, cause: Cause
) -> None:
    assert cause_headline(cause, unchanged) in read(told[person])


@pytest.mark.parametrize(("person", "cause"), POSSIBLE.items())
async def test_what_no_service_shows_is_offered_as_possible(
    told: dict[str, Card], person: str, cause: Cause
) -> None:
    assert possibility_words(cause, unchanged) in read(told[person])


async def test_a_mailbox_on_premises_is_known_or_possible(told: dict[str, Card]) -> None:
    asserted = cause_headline(Cause.MAILBOX_ON_PREMISES, unchanged)
    possible = possibility_words(Cause.MAILBOX_ON_PREMISES, unchanged)
    assert (asserted in read(told[PETRA])) != (possible in read(told[PETRA]))


async def test_a_guest_is_told_where_their_photo_belongs(told: dict[str, Card]) -> None:
    assert "belongs to your own organisation" in read(told[MAYA])


@pytest.mark.parametrize("person", [GRACE, HUGO, QUENTIN])
async def test_whom_an_administrator_must_help_gets_the_words_for_one(
    served: Company, told: dict[str, Card], person: str
) -> None:
    chat = personal_chat(served, person)
    handed = await chat.execute(told[person], "tell_helpdesk")
    assert f"Cause {NUMBERS[FOUND[person]]}, {FOUND[person].value}" in read(handed)
    assert served.simulation.tenant.people[person].upn in read(handed)


@pytest.mark.parametrize("person", sorted({*FOUND, *POSSIBLE}))
async def test_everybody_is_told_why(served: Company, told: dict[str, Card], person: str) -> None:
    why = await personal_chat(served, person).execute(told[person], "explain")
    assert "What I conclude" in why.texts


async def test_the_permission_is_named_that_would_tell_more(
    served: Company, told: dict[str, Card]
) -> None:
    why = await personal_chat(served, BEN).execute(told[BEN], "explain")
    assert "These permissions would tell more: Application.Read.All" in read(why)


@pytest.mark.parametrize(("person", "changes", "cause"), IN_THE_TENANT)
async def test_what_is_set_for_the_tenant_is_told(
    company: Company, database_address: str, person: str, changes: dict[str, Any], cause: Cause
) -> None:
    tenant = company.simulation.tenant
    tenant.settings = replace(tenant.settings, **changes)
    company.simulation.apps.reader.grant(GRAPH, "Application.Read.All")
    async with bot_in_front(company, database_address, "reader"):
        card = await personal_chat(company, person).asked()
    assert cause_headline(cause, unchanged) in read(card)
    assert "tell_helpdesk" in card.verbs
