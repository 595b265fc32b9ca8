"""Services that fail, lie, stall and change their minds, and a bot that never claims too much."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from simulation.channel.faults import Fault as ChannelFault
from simulation.entra.registrations import SHAREPOINT
from simulation.faults import Kind
from tests.scenarios.card import Card
from tests.scenarios.company import PROPERTY_WRITES, SIZES, Company, Size
from tests.scenarios.conftest import ChatOf
from tests.simulation.world import (
    AMARA,
    BEN,
    CHIARA,
    DMITRI,
    GRACE,
    HUGO,
    JONAS,
    KEIKO,
    LUKAS,
    NIALL,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

PULLED = (BEN, CHIARA, DMITRI, JONAS, KEIKO, LUKAS, NIALL)
REPAIRED = (BEN, CHIARA, DMITRI, GRACE, HUGO, JONAS, KEIKO, LUKAS, NIALL)
SAME = "The same photo"
Trouble = Mapping[str, tuple[Kind, dict[str, Any]]]


def make_trouble(company: Company, trouble: Trouble) -> None:
    for person, (kind, where) in trouble.items():
        company.goes_wrong(kind, person=person, **where)


def assert_honest(company: Company, person: str, card: Card) -> None:
    """Nothing is said to be right that is not, and there is a next step."""
    assert company.is_in_sync(person) or not card.says_right, card.texts
    assert card.has_next_step, card.texts
    uploads = company.sharepoint_uploads(person)
    called_same = {size for size, state in card.states.items() if state == SAME}
    assert called_same <= {
        size for size in uploads if uploads[size] == company.cloud_upload(person)
    }


def file_of(company: Company, size: Size, person: str) -> dict[str, Any]:
    return {"method": "GET", "route": company.file_route(size, person)}


async def test_what_could_not_be_read_is_never_called_right(
    company: Company, chat_of: ChatOf
) -> None:
    company.visit_sharepoint(*PULLED)
    people = (AMARA, *PULLED)
    assert all(company.is_in_sync(person) for person in people)
    make_trouble(
        company,
        {
            AMARA: (Kind.RESET, {"service": "graph"}),
            BEN: (Kind.FAIL, {"route": "GetPropertiesFor", "status": 503}),
            DMITRI: (Kind.THROTTLE, {"service": "graph", "seconds": 120}),
            LUKAS: (Kind.FAIL, {"service": "sharepoint", "status": 500}),
        },
    )
    company.goes_wrong(Kind.FAIL, status=503, **file_of(company, "S", CHIARA))
    company.goes_wrong(Kind.TRUNCATE, **file_of(company, "M", JONAS))
    company.goes_wrong(Kind.RESET, **file_of(company, "L", KEIKO))
    company.goes_wrong(Kind.CUT, **file_of(company, "S", NIALL))
    shown = await asyncio.gather(*(chat_of(person).asked() for person in people))
    for person, card in zip(people, shown, strict=True):
        assert_honest(company, person, card)
        assert not card.says_right, card.texts
    unread = {person: card.states for person, card in zip(people, shown, strict=True)}
    assert unread[CHIARA] == {"S": "Not known", "M": SAME, "L": SAME}
    assert unread[JONAS] == {"S": SAME, "M": "A damaged file", "L": SAME}
    assert unread[KEIKO] == {"S": SAME, "M": SAME, "L": "Not known"}
    company.simulation.faults.clear()
    again = await asyncio.gather(
        *(chat_of(p).executed(card, "check") for p, card in zip(people, shown, strict=True))
    )
    assert all(card.says_right for card in again)


async def test_a_write_that_was_not_stored_is_never_called_fixed(
    company: Company, chat_of: ChatOf
) -> None:
    offered = await asyncio.gather(*(chat_of(person).asked() for person in REPAIRED))
    make_trouble(
        company,
        {
            DMITRI: (Kind.LIE, {"route": PROPERTY_WRITES}),
            HUGO: (Kind.LIE, {"route": PROPERTY_WRITES}),
            JONAS: (Kind.STALE, {"service": "sharepoint", "method": "GET"}),
        },
    )
    write = {"method": "POST"}
    for size in SIZES:
        company.goes_wrong(Kind.LIE, **write, route=company.file_route(size, BEN))
    company.goes_wrong(Kind.LIE, **write, route=company.file_route("L", CHIARA))
    company.goes_wrong(Kind.CUT, **write, route=company.file_route("S", GRACE))
    company.goes_wrong(Kind.RESET, route=PROPERTY_WRITES, person=KEIKO)
    company.goes_wrong(Kind.FAIL, status=503, **write, route=company.file_route("S", LUKAS))
    company.goes_wrong(Kind.FAIL, status=403, **write, route=company.file_route("M", NIALL))
    ended = await asyncio.gather(
        *(chat_of(p).executed(card, "sync") for p, card in zip(REPAIRED, offered, strict=True))
    )
    for person, card in zip(REPAIRED, ended, strict=True):
        assert_honest(company, person, card)
        assert card.title == (
            "Done! SharePoint now has this photo" if person == GRACE else "It isn't fixed yet"
        ), card.texts
    company.simulation.faults.clear()
    again = await asyncio.gather(
        *(chat_of(p).executed(card, "check") for p, card in zip(REPAIRED, ended, strict=True))
    )
    ended = await asyncio.gather(*map(repaired, map(chat_of, REPAIRED), again))
    assert all(card.says_right for card in ended)
    assert all(company.is_in_sync(person) for person in REPAIRED)


async def repaired(chat: Any, card: Card) -> Card:
    shown: Card = await chat.executed(card, "sync") if "sync" in card.verbs else card
    return shown


async def test_what_passes_is_waited_for(company: Company, chat_of: ChatOf) -> None:
    people = (BEN, CHIARA, HUGO, LUKAS)
    make_trouble(
        company,
        {
            BEN: (Kind.THROTTLE, {"service": "graph", "seconds": 1, "times": 1}),
            CHIARA: (Kind.FAIL, {"service": "sharepoint", "status": 503, "times": 2}),
            HUGO: (Kind.RESET, {"service": "graph", "times": 1}),
            LUKAS: (Kind.THROTTLE, {"method": "POST", "route": "Thumb", "times": 1}),
        },
    )
    offered = await asyncio.gather(*(chat_of(person).asked() for person in people))
    company.goes_wrong(Kind.STALE, times=2, **file_of(company, "M", CHIARA))
    ended = await asyncio.gather(
        *(chat_of(p).executed(card, "sync") for p, card in zip(people, offered, strict=True))
    )
    assert [card.title for card in ended] == ["Done! SharePoint now has this photo"] * len(people)
    assert all(company.is_in_sync(person) for person in people)


async def test_a_photo_that_changed_meanwhile_is_shown_and_nothing_is_written(
    company: Company, chat_of: ChatOf
) -> None:
    offered = await chat_of(BEN).asked()
    company.upload_another_photo(BEN)
    counted, before = company.count_writes(BEN), company.held(BEN)
    shown = await chat_of(BEN).executed(offered, "sync")
    assert shown.title == "Your photo has changed meanwhile"
    assert (sum(kind.calls for kind in counted), company.held(BEN)) == (0, before)
    assert company.uploads.of(shown.pictures["Teams and Outlook"]) == company.cloud_upload(BEN)
    assert (
        await chat_of(BEN).executed(shown, "sync")
    ).title == "Done! SharePoint now has this photo"
    assert company.is_in_sync(BEN)


async def test_a_photo_that_was_removed_meanwhile_is_not_put_back(
    company: Company, chat_of: ChatOf
) -> None:
    offered = await chat_of(BEN).asked()
    company.simulation.tenant.remove_photo(BEN)
    before = company.held(BEN)
    shown = await chat_of(BEN).executed(offered, "sync")
    assert company.held(BEN) == before
    assert_honest(company, BEN, shown)


@pytest.mark.parametrize("service", ["graph", "sharepoint"])
async def test_a_slow_service_is_waited_for_with_a_card_that_changes(
    company: Company, chat_of: ChatOf, service: str
) -> None:
    held = company.hold(service=service, person=AMARA)
    first = await chat_of(AMARA).ask()
    assert first.is_waiting
    held.released.set()
    assert (await chat_of(AMARA).settled(first)).says_right


async def test_a_waiting_card_that_perhaps_arrived_is_followed_by_the_result(
    company: Company, chat_of: ChatOf
) -> None:
    held = company.hold(service="graph", person=AMARA)
    faults = company.simulation.channel.channel.delivery.faults
    faults.tell(ChannelFault("send", status=504, delivered=True))
    first = await chat_of(AMARA).ask()
    held.released.set()
    result = await chat_of(AMARA).until(
        lambda card: card.message_id > first.message_id and not card.is_waiting
    )
    assert first.is_waiting
    assert result.says_right


async def test_a_result_that_perhaps_arrived_is_not_sent_twice(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(BEN)
    faults = company.simulation.channel.channel.delivery.faults
    faults.tell(ChannelFault("send", status=504, delivered=True))
    offered, cards = await chat.ask(), len(chat.cards)
    assert (await chat.executed(offered, "sync")).title == "Done! SharePoint now has this photo"
    assert len(chat.cards) == cards


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 502}, {"reset": True}])
async def test_a_card_that_cannot_be_changed_at_once_changes_a_little_later(
    company: Company, chat_of: ChatOf, fault: dict[str, Any]
) -> None:
    held = company.hold(service="graph", person=AMARA)
    first = await chat_of(AMARA).ask()
    company.simulation.channel.channel.delivery.faults.tell(ChannelFault("update", **fault))
    held.released.set()
    assert (await chat_of(AMARA).settled(first)).says_right


async def test_refused_sign_ins_and_roles_that_were_taken_back_are_told_as_such(
    company: Company, chat_of: ChatOf
) -> None:
    offered = await chat_of(LUKAS).asked()
    before = company.held(LUKAS)
    company.simulation.apps.writer.revoke(SHAREPOINT, "Sites.FullControl.All")
    certificates = company.simulation.apps.writer.certificates
    certificate = certificates.pop()
    company.let_tokens_expire()
    shown = await chat_of(AMARA).asked()
    assert not shown.says_right
    assert "could not sign in" in " ".join(shown.texts)
    certificates.append(certificate)
    ended = await chat_of(LUKAS).executed(offered, "sync")
    assert_honest(company, LUKAS, ended)
    assert company.held(LUKAS) == before
    assert not ended.says_right
