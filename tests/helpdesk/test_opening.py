"""Agents open cases, or join those that are open."""

import asyncio
from uuid import uuid4

import pytest

from bot.helpdesk.case import NotAccepted
from bot.helpdesk.cases import REFERENCE_TO_COME, Opening
from bot.helpdesk.ports import CaseFilter
from bot.helpdesk.standing import CaseEventKind, CaseState, Ticket
from bot.use_cases.authorizer import Actor, ActorKind, NotAuthorized, RefusalReason
from tests.helpdesk.desk import BEA, Desk
from tests.helpdesk.fakes import AMARA, BEN, HELPDESK, OSKAR

S = CaseState
BY_AMARA = Actor(ActorKind.AGENT, AMARA)


async def test_an_agent_asks_and_a_message_to_the_person_is_queued(desk: Desk) -> None:
    ticket = Ticket("INC-7", "https://tickets.contoso.com/7")
    opened = await desk.cases.open(AMARA, BEN.upper(), ticket=ticket, note="Please look")
    case = opened.case
    assert opened.opening is Opening.NEW
    assert (case.subject, case.agent, case.state) == (BEN, AMARA, S.WAITING)
    assert (case.ticket, case.reference) == (ticket, "PB-0000001")
    assert case.asked
    assert (case.asked.words, case.asked.actor) == ("Please look", BY_AMARA)
    [message] = await desk.messages()
    assert (message["kind"], message["reader"], message["subject"]) == ("case", BEN, BEN)
    assert (message["about"], message["actor"]) == (case.asked.id, f"agent:{AMARA}")


async def test_a_second_agent_joins_and_nothing_more_is_sent(desk: Desk) -> None:
    first = await desk.opened()
    desk.passes()
    joined = await desk.cases.open(BEA, BEN, ticket=Ticket("INC-8"), note="Also me")
    assert (joined.opening, joined.case.id) == (Opening.JOINED, first.id)
    assert joined.case.agent == AMARA
    assert joined.case.is_of(BEA)
    assert joined.case.ticket == Ticket("INC-8")
    assert len(await desk.messages()) == 1


async def test_who_asks_twice_has_one_case_and_loses_no_ticket(desk: Desk) -> None:
    first = await desk.opened()
    desk.passes()
    again = await desk.cases.open(AMARA, BEN)
    assert (again.opening, again.case) == (Opening.KNOWN, first)
    other = await desk.cases.open(AMARA, BEN, ticket=Ticket("INC-9"))
    assert (other.opening, other.case.ticket) == (Opening.KNOWN, Ticket("INC-9"))
    assert len(await desk.messages()) == 1


async def test_of_many_agents_at_once_one_opens_the_case(desk: Desk) -> None:
    asking = (desk.cases.open(agent, BEN) for agent in (AMARA, BEA) * 6)
    opened = await asyncio.gather(*asking)
    assert [each.opening for each in opened].count(Opening.NEW) == 1
    assert len({each.case.id for each in opened}) == 1
    assert len(await desk.messages()) == 1
    case = await desk.again(opened[0].case)
    assert case.is_of(AMARA)
    assert case.is_of(BEA)


async def test_a_request_that_is_repeated_finds_what_it_came_to(desk: Desk) -> None:
    request = uuid4()
    asking = (desk.cases.open(AMARA, BEN, note="Hi", request=request) for _ in range(6))
    opened = await asyncio.gather(*asking)
    assert {(each.opening, each.case.id) for each in opened} == {(Opening.NEW, opened[0].case.id)}
    case = await desk.again(opened[0].case)
    assert [event.kind for event in case.events] == [CaseEventKind.ASKED]
    joining = (desk.cases.open(BEA, BEN, request=request) for _ in range(6))
    joined = await asyncio.gather(*joining)
    assert {(each.opening, each.case.id) for each in joined} == {(Opening.JOINED, case.id)}
    case = await desk.again(case)
    assert [event.kind for event in case.events].count(CaseEventKind.JOINED) == 1
    # Whatever has become of the case.
    closed = await desk.cases.close(case, BY_AMARA)
    for agent, opening in ((AMARA, Opening.NEW), (BEA, Opening.JOINED)):
        again = await desk.cases.open(agent, BEN.upper(), request=request)
        assert (again.opening, again.case) == (opening, closed)
        assert await desk.cases.opened_by(request, agent, BEN) == again
    assert len(await desk.messages()) == 1
    assert (await desk.cases.open(AMARA, BEN, request=uuid4())).opening is Opening.NEW


async def test_a_request_is_its_agents_and_about_one_person(desk: Desk) -> None:
    request = uuid4()
    ben = (await desk.cases.open(AMARA, BEN, request=request)).case
    bea = (await desk.cases.open(AMARA, BEA, request=request)).case
    assert ben.id != bea.id
    assert await desk.cases.opened_by(request, BEA, BEN) is None
    assert await desk.cases.opened_by(uuid4(), AMARA, BEN) is None
    # The id of a case is that of no request for it.
    assert await desk.cases.opened_by(ben.id, AMARA, BEN) is None
    desk.directory.members[HELPDESK] = {BEA}
    with pytest.raises(NotAuthorized):
        await desk.cases.open(AMARA, BEN, request=request)


async def test_a_draft_of_a_case_is_stored_nowhere(desk: Desk) -> None:
    draft = desk.cases.draft(AMARA, BEN, Ticket("INC-7"), "Hi")
    assert (draft.reference, draft.ticket, draft.agent) == (
        REFERENCE_TO_COME,
        Ticket("INC-7"),
        AMARA,
    )
    assert await desk.cases.listed(CaseFilter()) == []


async def test_nobody_opens_a_case_whom_the_authorizer_refuses(desk: Desk) -> None:
    for agent, subject, why in (
        (BEN, AMARA, RefusalReason.NOT_AN_AGENT),
        (AMARA, OSKAR, RefusalReason.EXCLUDED),
        (AMARA, AMARA, RefusalReason.ONESELF),
    ):
        with pytest.raises(NotAuthorized) as refused:
            await desk.cases.open(agent, subject)
        assert refused.value.why is why
    assert await desk.cases.listed(CaseFilter()) == []
    assert await desk.messages() == []


async def test_a_note_that_is_too_long_opens_nothing(desk: Desk) -> None:
    with pytest.raises(NotAccepted, match="300"):
        await desk.cases.open(AMARA, BEN, note="x" * 301)
    assert await desk.messages() == []
