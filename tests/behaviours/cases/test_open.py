"""“case PB-…”, a bare reference, and the buttons that open a case."""

from uuid import uuid4

import pytest

from bot.chat.turn import Pressed
from bot.core.failures import FailureReason, ServiceFailure
from tests.behaviours.case.desk import ME
from tests.behaviours.cases.desk import Desk, titles, words
from tests.behaviours.fakes import title
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, HELPDESK, OSKAR

UNKNOWN = "I can't find that case among yours"
NO_MESSAGE = "I don't know that message"
NOT_FOR_YOU = "This isn't available to you"
SHARED = "case_open_shared"


@pytest.mark.parametrize(
    "written", ["case {}", "{}", "Show me case {}, please", "what about {}?", "案件 {}", "{} "]
)
@pytest.mark.parametrize("as_typed", [str, str.lower])
async def test_an_agents_case_is_shown_by_its_reference(
    desk: Desk, written: str, as_typed: type[str]
) -> None:
    case = await desk.opened(ME)
    shown = await desk.says(written.format(as_typed(case.reference)))
    assert case.reference in str(shown)
    assert "Not sent yet" in str(shown)


async def test_another_agents_case_and_none_are_the_same_to_an_agent(desk: Desk) -> None:
    other = await desk.opened(BEN, by=BEA)
    theirs, none = [await desk.says(f"case {each}") for each in (other.reference, "PB-9999999")]
    assert theirs == none
    assert title(theirs) == UNKNOWN
    # A bare one may be of a message that looks like the bot's.
    bare = [await desk.says(each) for each in (other.reference, "PB-9999999")]
    assert [title(each) for each in bare] == [NO_MESSAGE, NO_MESSAGE]
    assert [words(bare[0]).replace(other.reference, ""), words(bare[1])] == [
        words(bare[0]).replace(other.reference, ""),
        words(bare[0]).replace(other.reference, "PB-9999999"),
    ]


async def test_whether_a_message_is_from_the_bot_is_still_told(desk: Desk) -> None:
    case = await desk.opened(ME)
    await desk.helpdesk.work()
    for text in (f"is this from you? {case.reference}", case.reference, f"case {case.reference}"):
        assert title(await desk.says(text, by=ME)) == "Yes, that's from me"
    # An agent whose own photo it is about, which they don't handle themselves.
    desk.helpdesk.directory.members[HELPDESK].add(ME)
    desk.regroup()
    for text in (f"is this from you? {case.reference}", case.reference):
        assert title(await desk.says(text, by=ME)) == "Yes, that's from me"
    assert title(await desk.says(f"case {case.reference}", by=ME)) == UNKNOWN
    asked = await desk.says(f"is this from you? {case.reference}")
    assert title(asked) == "Yes, that's one of your cases"


async def test_who_is_excluded_by_now_is_shown_to_nobody(desk: Desk) -> None:
    case = await desk.opened(BEN)
    shown = await desk.says("cases")
    desk.helpdesk.directory.members[EXECUTIVES].add(BEN)
    desk.regroup()
    assert title(await desk.says(f"case {case.reference}")) == UNKNOWN
    assert title(await desk.presses(shown, f"Open {case.reference}")) == UNKNOWN
    desk.helpdesk.directory.failing[BEN] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    desk.regroup()
    for late in (
        await desk.says(f"case {case.reference}"),
        await desk.says(case.reference),
        await desk.presses(shown, f"Open {case.reference}"),
    ):
        assert "I can't find out now whether this person" in words(late)


async def test_one_whose_agent_left_is_shown_with_a_way_to_take_it(desk: Desk) -> None:
    case = await desk.opened(BEN, by=BEA, ticket="INC-2")
    await desk.leaves(BEA)
    for text in (f"case {case.reference}", case.reference):
        shown = await desk.says(text)
        assert title(shown) == f"Ben Lindqvist: {case.reference}"
        assert "ticket INC-2" in words(shown)
        assert titles(shown) == ["Take it"]


async def test_a_button_of_the_list_opens_a_case(desk: Desk) -> None:
    case = await desk.opened(ME)
    opened = await desk.presses(await desk.says("cases"), f"Open {case.reference}")
    assert case.reference in str(opened)
    assert title(opened) not in (UNKNOWN, NOT_FOR_YOU)


@pytest.mark.parametrize("verb", ["case_open", SHARED, "case_take"])
async def test_forged_data_opens_and_takes_nothing(desk: Desk, verb: str) -> None:
    other = await desk.opened(BEN, by=BEA)
    before = await desk.rows.get(other.id)
    for forged in (
        {"case": str(other.id)},
        {"case": str(uuid4())},
        {"case": "'; drop table helpdesk_case; --"},
        {"case": {"$ne": None}},
        {"case": other.reference},
        {"case": "\u202e" * 5000},
        {"case": None, "card": str(other.id), "agent": BEA},
        {},
    ):
        shown = await desk.sends(verb, forged)
        assert title(shown) == UNKNOWN
    assert await desk.rows.get(other.id) == before


@pytest.mark.parametrize("verb", ["case_open", SHARED, "case_take"])
async def test_who_is_no_agent_is_told_nothing_whatever_they_press(desk: Desk, verb: str) -> None:
    case = await desk.opened(ME)
    await desk.leaves(AMARA)
    desk.rows.asked.clear()
    told = []
    for by in (OSKAR, ME, AMARA):
        for case_id in (case.id, uuid4()):
            shown = await desk.sends(verb, {"case": str(case_id)}, by=by)
            told.append(title(shown))
    assert told == [NOT_FOR_YOU] * 6
    assert desk.rows.asked == []


async def test_the_card_in_a_group_opens_for_its_agent_in_their_own_chat(desk: Desk) -> None:
    case = await desk.opened(ME)
    press = Pressed(SHARED, {"case": str(case.id)}, "shared")
    lines, private = [], []
    for by in (AMARA, BEA, OSKAR, ME):
        lines.append(await desk.in_group(press, by=by))
        private.append(desk.stage.channel.sent[-1])
    # All see the same where others read.
    assert {title(line) for line in lines} == {"I wrote to you privately."}
    assert len({str(line) for line in lines}) == 1
    assert case.reference in str(private[0])
    assert [title(card) for card in private[1:]] == [UNKNOWN, NOT_FOR_YOU, NOT_FOR_YOU]
    assert len(desk.stage.channel.sent) == 4
