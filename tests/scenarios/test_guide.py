"""A company that let Photobot only look: the person does the rest, step by step."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.scenarios.bot_process import BotProcess
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf, bot_in_front
from tests.simulation.world import BEN, CHIARA, HUGO, INES

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAST = "Wait, then check"
MAX_CARDS = 8
OLD = "SharePoint has a different photo of you"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(served: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """The bot with an application that may read and not write."""
    async with bot_in_front(served, database_address, "reader") as running:
        yield running


async def guided(chat: Chat, checked: Card) -> list[Card]:
    """Every card from the first question to the last step, by the button in front."""
    cards = [await chat.execute(checked, "guide")]
    while cards[-1].title != LAST and len(cards) < MAX_CARDS:
        cards.append(await chat.execute(cards[-1], "guide"))
    return cards


async def test_what_may_only_be_read_is_made_right_by_its_owner_and_read_again(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(BEN)
    checked = await chat.asked()
    assert (checked.title, "sync" in checked.verbs) == (OLD, False)
    cards = await guided(chat, checked)
    assert [card.title for card in cards][-2:] == [
        "Look at your own photo",
        LAST,
    ]
    early = await chat.executed(cards[-1], "check")
    assert (early.title, company.is_in_sync(BEN)) == (OLD, False)
    again = await guided(chat, early)
    assert [card.title for card in again] == [card.title for card in cards][2:]
    last = again[-1]
    company.visit_sharepoint(BEN)
    late = await chat.executed(last, "check")
    assert (late.says_right, company.is_in_sync(BEN)) == (True, True)
    assert {card.message_id for card in (*cards, early, late)} == {checked.message_id}


async def test_the_steps_are_the_same_in_clients_that_know_no_execute(chat_of: ChatOf) -> None:
    chat = chat_of(CHIARA)
    shown = await chat.submitted(await chat.asked(), "guide")
    titles = [shown.title]
    for _ in range(3):
        shown = await chat.submitted(shown, "guide")
        titles.append(shown.title)
    assert titles == [
        "Which device do you use?",
        "Which browser do you use?",
        "Open an InPrivate window",
        "Go to Microsoft 365 (Office.com)",
    ]


async def test_a_visit_too_soon_after_another_is_told_as_it_is(
    company: Company, chat_of: ChatOf
) -> None:
    company.visit_sharepoint(BEN)
    company.upload_another_photo(BEN)
    chat = chat_of(BEN)
    last = (await guided(chat, await chat.asked()))[-1]
    company.visit_sharepoint(BEN)
    again = await chat.executed(last, "check")
    assert (again.title, company.is_in_sync(BEN)) == (OLD, False)


async def test_a_first_visit_makes_the_profile_and_the_check_says_so(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(INES)
    last = (await guided(chat, await chat.asked()))[-1]
    company.visit_sharepoint(INES)
    assert (await chat.executed(last, "check")).says_right
    assert company.is_in_sync(INES)


async def test_who_can_only_be_helped_by_others_is_not_sent_through_the_steps(
    chat_of: ChatOf,
) -> None:
    card = await chat_of(HUGO).asked()
    assert "guide" not in card.verbs
    assert "ask your IT support" in " ".join(card.texts)


async def test_people_go_through_the_steps_side_by_side(company: Company, chat_of: ChatOf) -> None:
    people = (BEN, CHIARA, INES)
    asked = await asyncio.gather(*(chat_of(person).asked() for person in people))
    ends = await asyncio.gather(
        *(guided(chat_of(p), card) for p, card in zip(people, asked, strict=True))
    )
    assert {cards[-1].title for cards in ends} == {LAST}
