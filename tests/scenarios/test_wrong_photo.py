"""Everybody of the company says that their photo is wrong; the tenant says who was told the truth.

Nothing here is judged by what the bot says of itself: the simulated tenant holds every picture, and
each is traced to the upload that it was made from.
"""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Literal, NamedTuple

import pytest
import pytest_asyncio

from simulation.people import ROSTER, Silhouette
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.card import Card
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf, personal_chat
from tests.simulation.world import AMARA, ELIF, FRANK, GRACE, INES, MAYA

pytestmark = pytest.mark.asyncio(loop_scope="session")

Way = Literal["Action.Execute", "Action.Submit"]
EVERYBODY = [start.person.id for start in ROSTER if start.person.id != MAYA]
NOT_REPAIRED = {AMARA, ELIF, FRANK, INES}
CLOUD, LARGE = "Teams and Outlook", "SharePoint and OneDrive"


class Moment(NamedTuple):
    """What a card showed, and what the tenant held then."""

    card: Card
    in_sync: bool
    cloud: str | None
    sharepoint: dict[str, str | None]


class Played(NamedTuple):
    """One person's conversation."""

    checked: Moment
    repaired: Moment | None
    again: Moment


@pytest_asyncio.fixture(
    scope="module", loop_scope="session", params=["Action.Execute", "Action.Submit"]
)
async def plays(
    served: Company, bot: BotProcess, request: pytest.FixtureRequest
) -> AsyncIterator[dict[str, Played]]:
    """Everybody's conversation, all at the same time, with one kind of button."""
    served.reset()
    played = await asyncio.gather(*(play(served, person, request.param) for person in EVERYBODY))
    yield dict(zip(EVERYBODY, played, strict=True))


async def play(company: Company, person: str, way: Way) -> Played:
    chat = personal_chat(company, person)
    press = chat.executed if way == "Action.Execute" else chat.submitted
    checked = moment(company, person, await chat.asked())
    repaired = None
    if "sync" in checked.card.verbs:
        repaired = moment(company, person, await press(checked.card, "sync"))
    last = repaired or checked
    return Played(checked, repaired, moment(company, person, await press(last.card, "check")))


def moment(company: Company, person: str, card: Card) -> Moment:
    return Moment(
        card,
        company.is_in_sync(person),
        company.cloud_upload(person),
        company.sharepoint_uploads(person),
    )


def moments(plays: dict[str, Played]) -> list[Moment]:
    return [moment for played in plays.values() for moment in played if moment is not None]


async def test_what_is_called_right_is_right_and_nothing_else(plays: dict[str, Played]) -> None:
    judged = [(each.card.title, each.card.says_right, each.in_sync) for each in moments(plays)]
    assert [each for each in judged if each[1] != each[2]] == []


async def test_every_size_is_described_as_the_tenant_holds_it(plays: dict[str, Played]) -> None:
    for each in moments(plays):
        for size, upload in each.sharepoint.items():
            assert each.card.states[size] == described(upload, each.cloud), each.card.title


def described(upload: str | None, cloud: str | None) -> str:
    if upload is None:
        return "No photo"
    if upload == str(Silhouette()):
        return "Looks like a placeholder"
    return "The same photo" if upload == cloud else "A different photo"


async def test_the_pictures_on_a_card_are_those_that_are_stored(
    plays: dict[str, Played], served: Company
) -> None:
    for each in moments(plays):
        shown = {place: served.uploads.of(jpeg) for place, jpeg in each.card.pictures.items()}
        assert shown.get(CLOUD) == each.cloud
        # Of three sizes the largest that is wrong, or else the large one.
        wrong = [each.sharepoint[size] for size in "LMS" if each.sharepoint[size] != each.cloud]
        assert shown.get(LARGE) == next(filter(None, wrong), each.sharepoint["L"])


async def test_whoever_can_be_repaired_is_fixed_with_the_second_tap(
    plays: dict[str, Played],
) -> None:
    endings = {
        person: (played.repaired.card.title, played.repaired.in_sync)
        for person, played in plays.items()
        if played.repaired
    }
    assert set(endings) == set(EVERYBODY) - NOT_REPAIRED
    assert set(endings.values()) == {("Done! SharePoint now has this photo", True)}


async def test_a_repair_is_shown_on_the_card_that_offered_it(plays: dict[str, Played]) -> None:
    for played in plays.values():
        ids = {each.card.message_id for each in played if each}
        assert len(ids) == 1


async def test_every_card_names_a_next_step(plays: dict[str, Played]) -> None:
    assert [each.card.title for each in moments(plays) if not each.card.has_next_step] == []


async def test_a_guest_is_told_whom_to_ask_and_nothing_else(chat_of: ChatOf) -> None:
    card = await chat_of(MAYA).asked()
    assert card.title == "I can only help members of this organisation"
    assert (card.pictures, card.verbs) == ({}, set())


async def test_without_a_mailbox_what_sharepoint_will_do_is_worded_as_probable(
    plays: dict[str, Played],
) -> None:
    assert "probably won't fetch" in " ".join(plays[GRACE].checked.card.texts)


async def test_the_first_answer_of_a_warm_bot_comes_within_a_second(chat_of: ChatOf) -> None:
    chat = chat_of(AMARA)
    await chat.asked()
    took = []
    for _ in range(3):
        began = monotonic()
        await chat.ask()
        took.append(monotonic() - began)
    assert min(took) < 1.0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("help", "I can fix your profile photo"),
        ("hello", "Hello, I'm Photobot"),
        ("thank you!", "You're welcome"),
        ("what is the weather?", "I can only help with profile photos"),
    ],
)
async def test_other_words_are_answered_too(text: str, title: str, chat_of: ChatOf) -> None:
    card = await chat_of(AMARA).ask(text)
    assert card.title == title
