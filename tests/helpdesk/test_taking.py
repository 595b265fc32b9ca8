"""A case whose agent left is for any agent to take, and one of them gets it."""

import asyncio

import pytest

from bot.helpdesk.case import Case
from bot.helpdesk.cases import AnotherHasIt, CaseEnded
from bot.helpdesk.following import FOLLOWING
from bot.helpdesk.standing import CaseEventKind
from bot.use_cases.authorizer import COMMAND, NotAuthorized, RefusalReason
from tests.helpdesk.desk import BEA, Desk
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, HELPDESK

ZOE = "0f8fad5b-d9cb-469f-a165-70867728950e"


async def left(desk: Desk) -> Case:
    """A case of Amara's, who left; Bea and Zoe are agents."""
    case = await desk.opened()
    desk.directory.members[HELPDESK] = {BEA, ZOE}
    desk.passes()
    await desk.upkeep.release_left()
    desk.passes()
    return await desk.again(case)


async def test_who_takes_it_has_it(desk: Desk) -> None:
    case = await left(desk)
    assert case.was_left
    taken = await desk.cases.take(case, BEA.upper())
    assert (taken.agent, taken.left_at) == (BEA, None)
    assert taken.was_left


async def test_of_two_at_once_one_gets_it_and_the_other_learns_who(desk: Desk) -> None:
    case = await left(desk)
    took = await asyncio.gather(
        *(desk.cases.take(case, agent) for agent in (BEA, ZOE) * 4), return_exceptions=True
    )
    [given] = [each for each in took if isinstance(each, Case)]
    late = [each for each in took if isinstance(each, AnotherHasIt)]
    assert len(late) == 7
    assert {each.case.agent for each in late} == {given.agent}
    kinds = [event.kind for event in (await desk.again(case)).events]
    assert kinds.count(CaseEventKind.REASSIGNED) == 1


async def test_one_that_has_an_agent_is_not_taken(desk: Desk) -> None:
    case = await desk.opened()
    with pytest.raises(AnotherHasIt) as has:
        await desk.cases.take(case, BEA)
    assert has.value.case == case == await desk.again(case)


async def test_nor_is_one_that_has_ended(desk: Desk) -> None:
    case = await left(desk)
    await desk.cases.close(case, COMMAND)
    with pytest.raises(CaseEnded):
        await desk.cases.take(case, BEA)


async def test_nobody_takes_what_they_may_not_handle(desk: Desk) -> None:
    case = await left(desk)
    desk.directory.members[EXECUTIVES].add(BEN)
    # Who left, the person themselves, and an agent for whom the person is excluded.
    for agent, why in (
        (AMARA, RefusalReason.NOT_AN_AGENT),
        (BEN, RefusalReason.NOT_AN_AGENT),
        (BEA, RefusalReason.EXCLUDED),
    ):
        with pytest.raises(NotAuthorized) as refused:
            await desk.cases.take(case, agent)
        assert refused.value.why is why
    assert await desk.again(case) == case


async def test_who_died_before_they_were_shown_it_gets_its_card_all_the_same(desk: Desk) -> None:
    case = await left(desk)
    await desk.cases.take(case, BEA)
    await asyncio.gather(*(desk.upkeep.settle() for _ in range(3)))
    cards = await desk.messages(FOLLOWING)
    assert [row["reader"] for row in cards].count(BEA) == 1
