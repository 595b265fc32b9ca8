"""What a case says of itself, and what is taken for a note, a ticket and an answer."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.helpdesk.case import (
    MAX_ANSWER,
    MAX_NOTE,
    MAX_TICKET,
    NotAccepted,
    answer_of,
    note_of,
    ticket_of,
)
from bot.helpdesk.standing import CaseEvent, CaseEventKind, CaseState, Ticket
from bot.use_cases.authorizer import Actor, ActorKind
from tests.helpdesk.fakes import AMARA, BEN, OSKAR
from tests.helpdesk.happenings import NOON, a_case, asked, happening

LATER = NOON + timedelta(minutes=5)


def test_whether_a_message_was_opened_is_not_known_before_somebody_opened_it() -> None:
    assert a_case(asked(), happening("sent")).opened_at is None
    opened = a_case(
        asked(), happening("opened", LATER), happening("opened", LATER + LATER.resolution)
    )
    assert opened.opened_at == LATER


def test_a_case_tells_its_latest_result_answer_note_and_ticket() -> None:
    again = asked(note="Have you looked?", at=LATER, ticket=Ticket("INC-2"))
    case = a_case(
        asked(ticket=Ticket("INC-1"), note="Please look"),
        happening("checked, old"),
        happening("answered"),
        again,
        happening("checked, in sync", LATER),
        replace(happening("answered", LATER), words="It is, in Outlook"),
    )
    assert case.asked == again
    assert case.ticket == Ticket("INC-2")
    assert case.found
    assert case.found.at == LATER
    assert case.answer
    assert case.answer.words == "It is, in Outlook"
    assert (case.state, case.is_open) == (CaseState.ANSWERED, True)
    assert not a_case(asked(), happening("closed")).is_open


def test_a_case_is_of_all_agents_who_asked_joined_or_were_given_it() -> None:
    joined = CaseEvent(uuid4(), CaseEventKind.JOINED, NOON, Actor(ActorKind.AGENT, OSKAR.upper()))
    case = a_case(asked(), joined)
    assert case.is_of(AMARA.upper())
    assert case.is_of(OSKAR)
    assert not case.is_of(BEN)
    given = CaseEvent(uuid4(), CaseEventKind.REASSIGNED, NOON, Actor(ActorKind.COMMAND), agent=BEN)
    assert a_case(asked(), given).is_of(BEN)


def test_notes_and_answers_are_taken_to_their_limits_as_they_were_written() -> None:
    assert note_of("  **Look** \u202e here ") == "**Look** \u202e here"
    assert note_of("x" * MAX_NOTE) == "x" * MAX_NOTE
    assert answer_of("照片" * (MAX_ANSWER // 2)) == "照片" * (MAX_ANSWER // 2)
    assert answer_of("a\0b") == "ab"
    for take, limit, what in ((note_of, MAX_NOTE, "note"), (answer_of, MAX_ANSWER, "answer")):
        with pytest.raises(NotAccepted, match=f"more than {limit} characters") as refused:
            take("x" * (limit + 1))
        assert refused.value.what == what


def test_a_ticket_has_a_number_and_perhaps_an_https_address() -> None:
    assert ticket_of(" ", "") is None
    assert ticket_of("INC-7") == Ticket("INC-7")
    link = "https://tickets.contoso.com/INC-7?view=all"
    assert ticket_of("INC-7", link) == Ticket("INC-7", link)
    # As it is seen, so that it is found again by what is typed.
    assert ticket_of(" INC\u200b-7\u202e\nx\x1b ") == Ticket("INC-7 x")
    assert ticket_of("\u200b\u2060") is None


@pytest.mark.parametrize(
    "link",
    [
        "http://tickets.contoso.com/7",
        "javascript:alert(1)",
        "https:///7",
        "https://contoso.com@evil.example/7",
        "https://evil.example/a b",
        "https://evil.example/\u202ea",
        "https://[::1/",
        "https://evil.example:99999/",
        "tickets.contoso.com",
        "msteams://l/chat",
    ],
)
def test_no_other_address_is_taken(link: str) -> None:
    with pytest.raises(NotAccepted, match="https"):
        ticket_of("INC-7", link)


def test_a_ticket_that_is_too_long_or_a_link_alone_is_refused() -> None:
    with pytest.raises(NotAccepted, match="ticket has more than"):
        ticket_of("7" * (MAX_TICKET + 1))
    with pytest.raises(NotAccepted, match="no number"):
        ticket_of("", "https://tickets.contoso.com/7")
    with pytest.raises(NotAccepted, match="link has more than"):
        ticket_of("7", "https://tickets.contoso.com/" + "7" * 1000)
