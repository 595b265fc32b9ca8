"""A case whose agent left is taken by a button."""

import asyncio

from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.upkeep import CaseUpkeep
from tests.behaviours.case.desk import ME
from tests.behaviours.cases.desk import Desk, words
from tests.behaviours.fakes import title
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, HELPDESK

UNKNOWN = "I can't find that case among yours"
ZOE = "0f8fad5b-d9cb-469f-a165-70867728950e"


async def left(desk: Desk, subject: str = BEN) -> str:
    """The reference of a case of Bea's, who left."""
    case = await desk.opened(subject, by=BEA)
    await desk.leaves(BEA)
    return case.reference


async def agent_of(desk: Desk, reference: str) -> str:
    case = await desk.rows.of_reference(reference)
    assert case
    return case.agent


async def test_taking_shows_the_case_and_it_is_the_agents(desk: Desk) -> None:
    reference = await left(desk)
    listed = await desk.says("cases")
    taken = await desk.presses(listed, f"Take {reference}")
    assert reference in str(taken)
    assert await agent_of(desk, reference) == AMARA
    assert "Their agent left" not in words(await desk.says("cases"))
    # It is followed by the card that was shown, and by no second one.
    await CaseUpkeep(desk.helpdesk.cases, None).settle()
    assert await desk.cards_sent() == [BEA]
    # Pressed again, on a card that is old by now.
    assert reference in str(await desk.presses(listed, f"Take {reference}"))


async def test_of_two_at_once_one_gets_it_and_the_other_is_told_who(desk: Desk) -> None:
    reference = await left(desk)
    desk.helpdesk.directory.members[HELPDESK].add(ZOE)
    desk.helpdesk.names.names[ZOE] = "Zoe *Zane*"
    desk.regroup()
    lists = {agent: await desk.says("cases", by=agent) for agent in (AMARA, ZOE)}
    shown = await asyncio.gather(
        *(desk.presses(card, f"Take {reference}", by=agent) for agent, card in lists.items())
    )
    late = [card for card in shown if title(card) == "Somebody else took it"]
    assert len(late) == 1
    who = {AMARA: "Amara Okafor", ZOE: r"Zoe \*Zane\*"}[await agent_of(desk, reference)]
    assert f"{who} has {reference} now." in words(late[0])
    desk.helpdesk.names.error = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    loser = ZOE if await agent_of(desk, reference) == AMARA else AMARA
    nameless = await desk.presses(lists[loser], f"Take {reference}", by=loser)
    assert f"Another agent has {reference} now." in words(nameless)


async def test_one_that_has_ended_is_not_taken(desk: Desk) -> None:
    reference = await left(desk)
    listed = await desk.says("cases")
    case = await desk.rows.of_reference(reference)
    assert case
    await desk.helpdesk.cases.close(case, desk.by(AMARA))
    assert title(await desk.presses(listed, f"Take {reference}")) == "This case has ended"


async def test_nobody_takes_a_case_about_whom_they_may_not_handle(desk: Desk) -> None:
    reference = await left(desk, ME)
    listed = await desk.says("cases")
    desk.helpdesk.directory.members[HELPDESK].add(ME)
    desk.regroup()
    assert title(await desk.presses(listed, f"Take {reference}", by=ME)) == UNKNOWN
    desk.helpdesk.directory.members[EXECUTIVES].add(ME)
    desk.regroup()
    assert title(await desk.presses(listed, f"Take {reference}")) == UNKNOWN
    desk.helpdesk.directory.failing[ME] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    desk.regroup()
    assert title(await desk.presses(listed, f"Take {reference}")) == "I can't show that now"
    assert await agent_of(desk, reference) == BEA
