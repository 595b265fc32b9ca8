"""The search command: what an agent finds, and what others read of it."""

import json
from uuid import UUID

import pytest

from bot.chat.extension import Results, Say
from bot.core.failures import FailureReason, ServiceFailure
from bot.texts.extensions import no_helpdesk
from tests.behaviours.case.desk import ME
from tests.behaviours.cases.desk import CHIARA, Desk, items, words
from tests.behaviours.fakes import LANGUAGES
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, OSKAR
from tests.photos.examples import ACCOUNT

NOBODY = "No case of yours fits that, and none whose agent left."
REFUSAL = "This isn't available to you. To ask about your own photo, write to me in a chat."


async def test_with_nothing_typed_the_own_open_cases_are_listed(desk: Desk) -> None:
    first = await desk.opened(ME, ticket="INC-1")
    second = await desk.opened(BEN)
    await desk.opened(CHIARA, by=BEA)
    [latest, earlier] = items(await desk.searches())
    assert latest[0] == "Ben Lindqvist"
    assert latest[1].startswith(f"{second.reference} · Not sent yet (")
    assert "ticket INC-1" in earlier[1]
    assert first.reference in earlier[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ada", True),
        ("LOVELACE", True),
        (ACCOUNT.upn, True),
        ("INC-1", True),
        ("inc", True),
        ("not sent yet", True),
        ("waiting", True),
        ("Stuck", False),
        ("nobody@contoso.com", False),
        ("%", True),
        ("l_velace", False),
        ("a\u202eda", True),
        ("x" * 10_000, False),
        ("' or 1=1 --", False),
        ("\x00", True),
    ],
)
async def test_each_word_finds_what_it_says(desk: Desk, text: str, found: bool) -> None:
    case = await desk.opened(ME, ticket="INC-1")
    await desk.opened(CHIARA, by=BEA, ticket="INC-12")
    answer = await desk.searches(text)
    if found:
        assert [case.reference in item for _, item in items(answer)] == [True]
    else:
        assert answer == Say(NOBODY)


async def test_states_are_named_in_the_readers_language_too(desk: Desk) -> None:
    case = await desk.opened(ME)
    for text in ("尚未傳送", "Not sent yet"):
        [(_, said)] = items(await desk.searches(text, locale="zh-TW"))
        assert case.reference in said
        assert "尚未傳送" in said


async def test_by_reference_only_ones_own_case_is_found(desk: Desk) -> None:
    own, other = await desk.opened(ME), await desk.opened(BEN, by=BEA)
    assert len(items(await desk.searches(own.reference.lower()))) == 1
    # Guessed ones that exist and that do not are the same.
    assert await desk.searches(other.reference) == await desk.searches("PB-9999999") == Say(NOBODY)


async def test_pages_follow_each_other_to_the_end(desk: Desk) -> None:
    for number in range(7):
        await desk.opened(str(UUID(int=100 + number)))
    pages = [items(await desk.searches(skip=skip, count=3)) for skip in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({said for page in pages for _, said in page}) == 7
    assert await desk.searches(skip=9, count=3) == Results(())
    pages = [items(await desk.searches("waiting", skip=skip, count=4)) for skip in (0, 4)]
    assert [len(page) for page in pages] == [4, 3]


async def test_the_card_for_a_message_names_the_person_and_the_reference_alone(desk: Desk) -> None:
    case = await desk.opened(CHIARA, ticket="INC-1")
    answer = await desk.searches()
    assert isinstance(answer, Results)
    [item] = answer.items
    said = [element["text"] for element in item.card["body"]]
    assert said == [
        "Chiara \\*\\*Conti\\*\\* \\[x\\](https:\u2060//evil.example)",
        f"Case {case.reference}",
    ]
    [button] = item.card["actions"]
    assert (button["type"], button["title"]) == ("Action.Execute", "Open the case")
    assert button["fallback"]["type"] == "Action.Submit"
    assert button["data"] == {"case": str(case.id), "verb": "case_open_shared"}
    for secret in ("INC-1", "sent", CHIARA, "\u202e"):
        assert secret not in json.dumps(item.card, ensure_ascii=False)


async def test_somebody_without_a_name_is_not_named_by_an_id_where_others_read(desk: Desk) -> None:
    case = await desk.opened(str(UUID(int=77)))
    answer = await desk.searches()
    assert isinstance(answer, Results)
    [item] = answer.items
    assert item.title == str(UUID(int=77))
    assert [element["text"] for element in item.card["body"]] == [f"Case {case.reference}"]


@pytest.mark.parametrize("text", ["", "ada", ACCOUNT.upn, "PB-0000001", "stuck", "x" * 10_000])
async def test_who_is_no_agent_finds_nothing_and_nothing_is_looked_up(
    desk: Desk, text: str
) -> None:
    await desk.opened(ME)
    desk.rows.asked.clear()
    asked = len(desk.stage.microsoft_365.asked)
    for by in (OSKAR, ME):
        assert await desk.searches(text, by=by) == Say(REFUSAL)
    assert desk.rows.asked == []
    assert len(desk.stage.microsoft_365.asked) == asked


async def test_an_agent_who_lost_the_group_finds_nothing(desk: Desk) -> None:
    await desk.opened(ME)
    await desk.leaves(AMARA)
    assert await desk.searches() == Say(REFUSAL)
    desk.helpdesk.directory.failing[BEA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    desk.regroup()
    assert "I can't find out now" in words(await desk.searches(by=BEA))
    desk.stage.agents = None
    desk.stage.__dict__.pop("helpdesk", None)
    assert await desk.searches() == Say(no_helpdesk(LANGUAGES.of("en").gettext))


async def test_who_is_excluded_by_now_is_not_found(desk: Desk) -> None:
    await desk.opened(BEN)
    desk.helpdesk.directory.members[EXECUTIVES].add(BEN)
    desk.regroup()
    for text in ("", "lindqvist", "waiting"):
        assert await desk.searches(text) == Say(NOBODY)
