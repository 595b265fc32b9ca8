"""“cases”: what an agent is shown, and what everybody else is not."""

from uuid import UUID

import pytest

from bot.chat.turn import Said
from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.standing import CaseState
from bot.outbox.message import MessageState
from tests.behaviours.case.desk import ME
from tests.behaviours.cases.desk import CHIARA, DAN, Desk, titles, without_helpdesk, words
from tests.behaviours.fakes import title, turn
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, OSKAR
from tests.photos.examples import ACCOUNT


async def test_own_cases_and_those_whose_agent_left_are_listed_apart(desk: Desk) -> None:
    left = await desk.opened(CHIARA, by=BEA, ticket="INC-2")
    own = await desk.opened(BEN, ticket="INC-1")
    await desk.opened(DAN)
    await desk.leaves(BEA)
    shown = await desk.says("cases")
    assert title(shown) == "Cases"
    said = words(shown)
    assert f"**{own.reference}** Ben Lindqvist\n\nNot sent yet (" in said
    assert said.index("Yours") < said.index(own.reference)
    assert said.index(own.reference) < said.index("Their agent left") < said.index(left.reference)
    assert "ticket INC-1" in said
    assert "ticket INC-2" in said
    # Somebody whose name can't be read.
    assert DAN in said
    assert titles(shown)[0] == f"Take {left.reference}"
    assert titles(shown)[2:] == [f"Open {own.reference}"]
    assert "“cases stuck”" in said


async def test_what_people_are_called_formats_nothing(desk: Desk) -> None:
    await desk.opened(CHIARA, ticket="**7** [y](https://evil.example)")
    said = words(await desk.says("cases"))
    assert r"Chiara \*\*Conti\*\* \[x\]" in said
    assert r"\*\*7\*\* \[y\]" in said
    assert "\u202e" not in said


async def test_more_than_a_card_shows_are_counted(desk: Desk) -> None:
    for number in range(12):
        await desk.opened(str(UUID(int=100 + number)))
    shown = await desk.says("my cases")
    assert words(shown).count("Not sent yet") == 10
    assert "Not shown here: 2 more." in words(shown)
    assert len(titles(shown)) == 6


async def test_there_may_be_nothing_to_show(desk: Desk) -> None:
    assert title(await desk.says("cases")) == "You have no open case"
    await desk.opened(by=BEA)
    assert title(await desk.says("cases")) == "You have no open case"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("cases stuck", []),
        ("cases not sent yet", [BEN, ME]),
        ("cases waiting", [BEN, ME]),
        ("cases inc-1", [BEN]),
        ("cases lovelace", [ME]),
        ("cases for Ada Lovelace", [ME]),
        ("cases nobody", []),
        ("cases closed", [CHIARA]),
        ("cases %", [BEN, ME]),
        ("cases _x%", []),
    ],
)
async def test_cases_are_found_by_what_stands_beside(
    desk: Desk, text: str, people: list[str]
) -> None:
    ended = await desk.opened(CHIARA)
    await desk.helpdesk.cases.close(ended, desk.by(AMARA))
    cases = {
        each.subject: each.reference
        for each in (ended, await desk.opened(ME), await desk.opened(BEN, ticket="INC-1"))
    }
    await desk.opened(DAN, by=BEA, ticket="INC-12")
    shown = await desk.says(text)
    assert title(shown) == ("Cases" if people else "No case found")
    found = {subject for subject, reference in cases.items() if reference in words(shown)}
    assert found == set(people)


async def test_by_an_address_and_only_with_ones_own_cases(desk: Desk) -> None:
    case = await desk.opened(ME)
    assert case.reference in words(await desk.says(f"cases {ACCOUNT.upn}"))
    assert title(await desk.says(f"cases {ACCOUNT.upn}", by=BEA)) == "No case found"
    nobody = await desk.says("cases nobody@contoso.com")
    assert nobody == await desk.says(f"cases {ACCOUNT.upn}", by=BEA)


async def test_an_agent_reads_and_asks_in_chinese(desk: Desk) -> None:
    case = await desk.opened(BEN, ticket="INC-1")
    shown = await desk.says("我的案件", locale="zh-TW")
    assert title(shown) == "案件"
    assert "尚未傳送" in words(shown)
    assert f"開啟 {case.reference}" in titles(shown)
    for text in ("案件 INC-1", "Ben Lindqvist的案件", "案件 尚未傳送"):
        assert case.reference in words(await desk.says(text, locale="zh-TW"))
    assert title(await desk.says("案件 卡住了", locale="zh-TW")) == "找不到案件"


async def test_an_agent_reads_and_asks_in_japanese(desk: Desk) -> None:
    case = await desk.opened(BEN, ticket="INC-1")
    shown = await desk.says("自分のケースを表示", locale="ja-JP")
    assert title(shown) == "ケース"
    assert "未送信" in words(shown)
    assert f"{case.reference} を開く" in titles(shown)
    for text in ("チケット INC-1 のケース", "Ben Lindqvistさんのケース", "ケース 未送信"):
        assert case.reference in words(await desk.says(text, locale="ja-JP"))
    assert title(await desk.says("ケース 行き詰まり", locale="ja-JP")) == "ケースが見つかりません"


@pytest.mark.parametrize("text", ["cases", "cases stuck", "案件", "case PB-0000001", "PB-0000001"])
async def test_who_is_no_agent_is_answered_as_where_there_is_no_helpdesk(
    desk: Desk, text: str
) -> None:
    await desk.opened(BEN)
    elsewhere = await without_helpdesk().play(turn(Said(text), locale="en"))
    desk.rows.asked.clear()
    shown = await desk.says(text, by=OSKAR)
    assert shown == elsewhere
    assert "listed" not in desk.rows.asked
    assert desk.helpdesk.directory.asked[-1] == OSKAR


async def test_who_can_not_be_told_from_others_is_told_so(desk: Desk) -> None:
    case = await desk.opened(BEN)
    desk.helpdesk.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    desk.regroup()
    desk.rows.asked.clear()
    for text in ("cases", f"case {case.reference}"):
        assert "I can't find out now who belongs to the helpdesk" in words(await desk.says(text))
    assert desk.rows.asked == []
    # A reference alone may be that of a message, which nobody has to be an agent to ask about.
    assert title(await desk.says(case.reference)) == "I don't know that message"


async def test_who_is_excluded_by_now_is_not_listed(desk: Desk) -> None:
    case = await desk.opened(BEN)
    desk.helpdesk.directory.members[EXECUTIVES].add(BEN)
    desk.regroup()
    assert case.reference not in words(await desk.says("cases"))
    desk.helpdesk.directory.failing[BEN] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    desk.regroup()
    shown = await desk.says("cases")
    assert case.reference not in words(shown)
    assert "There may be more" in words(shown)


async def test_a_group_reads_nothing_of_a_case(desk: Desk) -> None:
    case = await desk.opened(ME)
    public = await desk.in_group(Said("cases"))
    assert title(public) == "I wrote to you privately."
    assert case.reference not in str(public)
    [private] = desk.stage.channel.sent
    assert case.reference in str(private)


async def test_a_state_is_what_was_read(desk: Desk) -> None:
    await desk.opened(ME)
    await desk.helpdesk.work()
    [message] = await desk.helpdesk.messages()
    assert message["state"] == MessageState.DELIVERED
    assert (await desk.helpdesk.case()).state is CaseState.SENT
    assert "Sent (" in words(await desk.says("cases sent"))
