"""What agents do about cases, over real rows."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.cases import CaseEnded, Opening, StillSending
from bot.helpdesk.ports import CaseFilter
from bot.helpdesk.standing import CaseEventKind, CaseState, Ticket
from bot.outbox.message import MessageState
from bot.use_cases.authorizer import COMMAND, Actor, ActorKind, NotAuthorized, RefusalReason
from bot.use_cases.sync import Ending
from tests.helpdesk.desk import BEA, DAY, MINUTE, Desk, result
from tests.helpdesk.fakes import AMARA, BEN, HELPDESK, OSKAR

S = CaseState
BY_AMARA, BY_BEA = Actor(ActorKind.AGENT, AMARA), Actor(ActorKind.AGENT, BEA)


async def test_an_agent_who_lost_the_group_can_do_nothing_about_a_case(desk: Desk) -> None:
    case = await desk.opened()
    desk.directory.members[HELPDESK] = {BEA}
    for act in (
        desk.cases.send_again(case, BY_AMARA),
        desk.cases.close(case, BY_AMARA),
        desk.cases.reassign(case, BY_AMARA, BEA),
    ):
        with pytest.raises(NotAuthorized):
            await act
    assert await desk.again(case) == case
    assert await desk.cases.found(case.reference, AMARA) is None


async def test_a_case_whose_message_was_not_queued_is_sent_by_whoever_settles(desk: Desk) -> None:
    case = await desk.opened()
    # As a process leaves it that is killed between the two.
    await desk.database.change("delete from outbox", ())
    await asyncio.gather(*(desk.upkeep.settle() for _ in range(3)))
    [message] = await desk.messages()
    assert case.asked
    assert (message["about"], message["actor"]) == (case.asked.id, f"agent:{AMARA}")
    await desk.sends()
    await desk.upkeep.settle()
    assert len(await desk.messages()) == 1


@pytest.mark.parametrize(
    ("ended", "reason", "state", "because"),
    [
        (MessageState.DELIVERED, None, S.SENT, None),
        (MessageState.UNCONFIRMED, "unconfirmed", S.UNCONFIRMED, "unconfirmed"),
        (MessageState.FAILED, "no_conversation", S.UNREACHABLE, "no_conversation"),
        (MessageState.WITHDRAWN, "not_an_agent", S.WITHDRAWN, "not_an_agent"),
        (MessageState.WITHDRAWN, None, S.WITHDRAWN, "stopped"),
    ],
)
async def test_a_case_says_what_became_of_its_message(
    desk: Desk, ended: MessageState, reason: str | None, state: CaseState, because: str | None
) -> None:
    case = await desk.opened()
    await desk.sends(ended, reason)
    case = await desk.again(case)
    assert case.state is state
    assert case.standing.event
    assert (case.standing.event.at, case.standing.event.because) == (desk.clock.now, because)


async def test_a_message_that_is_tried_again_waits_and_says_why(desk: Desk) -> None:
    case = await desk.opened()
    reason: dict[str, object] = {"reason": "blocked", "now": desk.clock.now + MINUTE}
    await desk.database.change(
        "update outbox set reason = %(reason)s, failing_since = %(now)s", reason
    )
    case = await desk.again(case)
    assert case.standing.event
    assert (case.state, case.standing.event.because) == (S.WAITING, "blocked")


async def test_a_press_tells_that_a_message_arrived_whatever_the_channel_said(desk: Desk) -> None:
    case = await desk.opened()
    message = await desk.sends(MessageState.FAILED, "not_found")
    desk.passes()
    pressed: dict[str, object] = {"now": desk.clock.now, "id": message.id}
    await desk.database.change("update outbox set opened_at = %(now)s where id = %(id)s", pressed)
    case = await desk.again(case)
    assert (case.state, case.opened_at) == (S.OPENED, desk.clock.now)


async def test_a_message_is_sent_again_in_place_of_one_that_waits(desk: Desk) -> None:
    case = await desk.opened()
    desk.passes()
    again = await desk.cases.send_again(case, BY_BEA, note="Once more")
    assert again.state is S.WAITING
    assert again.asked
    assert again.asked.words == "Once more"
    waiting = [(each["state"], each["reason"]) for each in await desk.messages()]
    assert waiting == [("withdrawn", "sent_again"), ("queued", None)]
    await desk.sends()
    assert (await desk.again(case)).state is S.SENT
    desk.passes()
    await desk.cases.send_again(await desk.again(case), BY_AMARA)
    assert len(await desk.messages()) == 3


async def test_a_message_that_is_being_sent_is_not_sent_again(desk: Desk) -> None:
    case = await desk.opened()
    await desk.database.change(
        "update outbox set state = 'sending', lease_owner = 'w', lease_until = now()", ()
    )
    with pytest.raises(StillSending):
        await desk.cases.send_again(case, BY_AMARA)
    assert len(await desk.messages()) == 1


async def test_a_case_is_closed_once_and_what_waits_is_withdrawn(desk: Desk) -> None:
    case = await desk.opened()
    closed = await desk.cases.close(case, COMMAND)
    assert (closed.state, closed.is_open) == (S.CLOSED, False)
    [message] = await desk.messages()
    assert (message["state"], message["reason"]) == ("withdrawn", "case_ended")
    for act in (
        desk.cases.close(case, BY_AMARA),
        desk.cases.send_again(closed, BY_AMARA),
        desk.cases.send_again(case, BY_AMARA),
        desk.cases.reassign(case, BY_AMARA, BEA),
    ):
        with pytest.raises(CaseEnded):
            await act
    await desk.upkeep.settle()
    assert [each["state"] for each in await desk.messages()] == ["withdrawn"]
    # There is room for another one.
    assert (await desk.cases.open(BEA, BEN)).opening is Opening.NEW


async def test_a_case_expires_and_stays_as_it_ended(desk: Desk) -> None:
    case = await desk.opened()
    message = await desk.sends()
    desk.passes(14 * DAY - 2 * MINUTE)
    await desk.upkeep.settle()
    assert (await desk.again(case)).is_open
    desk.passes(2 * MINUTE)
    await asyncio.gather(*(desk.upkeep.settle() for _ in range(3)))
    expired = await desk.again(case)
    assert expired.state is S.EXPIRED
    assert [event.kind for event in expired.events].count(CaseEventKind.EXPIRED) == 1
    assert not await desk.cases.notes.answer(message.id, BEN, "Too late")
    await desk.cases.notes.note_result(BEN, result("in_sync", desk))
    assert await desk.again(case) == expired


async def test_a_case_is_given_to_an_agent_who_may_have_it_and_to_nobody_else(desk: Desk) -> None:
    case = await desk.opened()
    desk.passes()
    given = await desk.cases.reassign(case, COMMAND, BEA)
    assert given.agent == BEA
    # Who asked goes on to follow.
    assert given.is_of(AMARA)
    with pytest.raises(NotAuthorized) as refused:
        await desk.cases.reassign(given, BY_BEA, OSKAR)
    assert refused.value.why is RefusalReason.NOT_AN_AGENT
    assert (await desk.again(case)).agent == BEA


async def test_the_case_of_an_agent_who_left_is_for_any_agent_to_take(desk: Desk) -> None:
    case = await desk.opened()
    left = CaseFilter(left=True)
    await desk.upkeep.release_left()
    assert await desk.cases.listed(left) == []
    # While the groups can't be read nobody has left.
    desk.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    await desk.upkeep.release_left()
    assert await desk.cases.listed(left) == []
    # An account that was deleted.
    code = "Request_ResourceNotFound"
    gone = ServiceFailure("graph", FailureReason.UNEXPECTED, code=code)
    desk.directory.failing[AMARA] = gone
    desk.passes()
    await asyncio.gather(*(desk.upkeep.release_left() for _ in range(3)))
    [listed] = await desk.cases.listed(left)
    assert (listed.id, listed.left_at) == (case.id, desk.clock.now)
    assert await desk.cases.listed(CaseFilter(agent=AMARA)) == []
    assert [event.kind for event in listed.events].count(CaseEventKind.LEFT) == 1
    taken = await desk.cases.reassign(listed, BY_BEA, BEA)
    assert (taken.agent, taken.left_at) == (BEA, None)
    assert await desk.cases.listed(left) == []


async def test_cases_are_found_by_person_ticket_agent_and_state(desk: Desk) -> None:
    ticket = Ticket("INC-7")
    mine = (await desk.cases.open(AMARA, BEN, ticket=ticket)).case
    await desk.sends()
    desk.passes()
    other = (await desk.cases.open(BEA, AMARA)).case
    closed = await desk.cases.close(await desk.opened(AMARA, BEA), BY_AMARA)

    async def found(wanted: CaseFilter, state: CaseState | None = None) -> list[UUID]:
        return [case.id for case in await desk.cases.listed(wanted, state)]

    assert await found(CaseFilter(subject=BEN.upper())) == [mine.id]
    assert await found(CaseFilter(ticket="inc-7")) == [mine.id]
    assert await found(CaseFilter(agent=BEA)) == [other.id]
    assert await found(CaseFilter(is_open=False)) == [closed.id]
    assert set(await found(CaseFilter(is_open=True))) == {other.id, mine.id}
    assert await found(CaseFilter(), S.SENT) == [mine.id]
    assert len(await found(CaseFilter(limit=2))) == 2


async def test_a_reference_belongs_to_one_case_and_is_told_to_its_agents_alone(desk: Desk) -> None:
    taken = iter(("PB-0000001", "PB-0000001", "PB-0000002"))
    cases = replace(desk.cases, new_reference=lambda: next(taken))
    first = (await cases.open(AMARA, BEN)).case
    second = (await cases.open(BEA, AMARA)).case
    assert (first.reference, second.reference) == ("PB-0000001", "PB-0000002")
    assert await cases.found("PB-0000001", AMARA) == first
    # Another agent, the person, and somebody who is neither.
    for person in (BEA, BEN, OSKAR):
        assert await cases.found("PB-0000001", person) is None
    assert await cases.found("PB-0000009", AMARA) is None


async def test_no_case_has_the_reference_of_a_message_about_a_photo_change(desk: Desk) -> None:
    await desk.database.change(
        """insert into nudge
            (id, change_id, subject, kind, noticed_at, reference, is_shadow, created_at, expires_at)
        values (gen_random_uuid(), gen_random_uuid(), 'ada', 'changed', now(), 'PB-0000001', false,
            now(), now())""",
        (),
    )
    assert (await desk.opened()).reference == "PB-0000002"


async def test_only_a_case_that_was_sent_is_the_latest_of_a_person(desk: Desk) -> None:
    case = await desk.opened()
    assert await desk.cases.store.latest_of(BEN) is None
    message = await desk.sends()
    latest = await desk.cases.store.latest_of(BEN.upper())
    assert latest
    assert latest.id == case.id
    assert await desk.cases.store.latest_of(AMARA) is None
    found = await desk.cases.store.of_message(message.id)
    assert found == latest


async def test_who_was_told_of_a_sync_alone_can_ask_whether_that_was_from_the_bot(
    desk: Desk,
) -> None:
    case = await desk.opened()
    await desk.sends(MessageState.FAILED, reason="no_conversation")
    assert await desk.cases.sent_to(BEN, case.reference) is None
    await desk.cases.notes.note_result(BEN, result("in_sync", desk), Ending.FIXED)
    told = await desk.cases.sent_to(BEN, case.reference)
    assert told
    assert told.id == case.id
    assert await desk.cases.sent_to(AMARA, case.reference) is None
