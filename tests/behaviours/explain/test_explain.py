"""“Why?”: which check is explained, and to whom."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.chat.turn import Pressed, Scope, Turn
from bot.core.failures import FailureReason as WhyNot
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.photos.readings import NotRead, Size
from tests.behaviours.fakes import Shown, pressed, said, title, turn, verbs
from tests.behaviours.stage import Stage
from tests.photos.examples import EVERYTHING
from tests.use_cases.fakes import BrokenMicrosoft365, FakeSharePoint

WRONG = "my photo is wrong"
EXPLAINED = "Why I say so"
NOTHING_YET = "I haven't checked your photo yet"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def why(data: Mapping[str, Any], scope: Scope = Scope.PERSONAL, **where: str) -> Turn:
    return turn(Pressed("explain", data, "message"), "9", scope, **where)


def words(reply: Shown | None) -> str:
    assert reply is not None
    facts = (fact for element in reply.card["body"] for fact in element.get("facts", ()))
    paragraphs = (element.get("text", "") for element in reply.card["body"])
    return "\n".join((*paragraphs, *(fact["value"] for fact in facts)))


async def test_a_result_has_a_button_that_explains_it(stage: Stage) -> None:
    offered = verbs(await stage.play(said(WRONG)))
    reply = await stage.play(why(offered["explain"]))
    assert title(reply) == EXPLAINED
    assert "SharePoint has a different photo of you" in words(reply)


async def test_why_is_answered_without_reading_anything_again(stage: Stage) -> None:
    offered = verbs(await stage.play(said(WRONG)))
    asked = len(stage.sharepoint.asked)
    await stage.play(why(offered["explain"]))
    assert len(stage.sharepoint.asked) == asked


async def test_the_card_that_was_pressed_is_explained_and_otherwise_the_newest(
    stage: Stage,
) -> None:
    first = verbs(await stage.play(said(WRONG, "1")))["explain"]
    stage.clock.advance(60)
    stage.sharepoint = FakeSharePoint()
    await stage.play(said(WRONG, "2"))
    assert "SharePoint has a different photo of you" in words(await stage.play(why(first)))
    assert "Your photo is the same everywhere" in words(await stage.play(why({})))


async def test_the_repair_stays_on_offer_and_can_be_pressed_from_there(stage: Stage) -> None:
    offered = verbs(await stage.play(said(WRONG)))
    explained = verbs(await stage.play(why(offered["explain"])))
    assert explained["sync"] == offered["sync"]
    assert (
        title(await stage.play(pressed("sync", explained["sync"], "10")))
        == "Done! SharePoint now has this photo"
    )


async def test_a_person_without_a_check_is_offered_one(stage: Stage) -> None:
    reply = await stage.play(why({}))
    assert title(reply) == NOTHING_YET
    assert list(verbs(reply)) == ["check"]


@pytest.mark.parametrize(
    "data", [{"card": "no id"}, {"card": 7}, {"card": [1]}, {"card": str(UUID(int=99))}]
)
async def test_a_card_that_does_not_exist_gives_the_newest_result(
    stage: Stage, data: dict[str, object]
) -> None:
    await stage.play(said(WRONG))
    assert title(await stage.play(why(data))) == EXPLAINED


async def test_a_card_without_a_result_gives_the_newest_result(stage: Stage) -> None:
    await stage.play(said(WRONG))
    stage.microsoft_365 = BrokenMicrosoft365()
    await stage.play(said(WRONG, "2"))
    apology = list(stage.cards.rows)[-1]
    assert title(await stage.play(why({"card": str(apology)}))) == EXPLAINED


async def test_somebody_elses_card_is_not_explained(stage: Stage) -> None:
    offered = verbs(await stage.play(said(WRONG)))
    reply = await stage.play(why(offered["explain"], person_id="somebody else"))
    assert title(reply) == NOTHING_YET


async def test_a_check_of_which_too_little_was_kept_is_not_explained_by_guessing(
    stage: Stage,
) -> None:
    await stage.play(said(WRONG))
    row = stage.cards.only
    kept = {"verdict": "differs", "causes": [], "remedy": "repair"}
    stage.cards.rows[row.id] = replace(row, record={"evidence": kept})
    reply = await stage.play(why({}))
    assert title(reply) == "I don't remember what I compared"
    assert list(verbs(reply)) == ["check"]


async def test_where_nothing_may_be_read_the_missing_permission_is_the_answer(
    stage: Stage,
) -> None:
    unread = NotRead(WhyNot.NOT_PERMITTED, "Sites.Read.All")
    stage.microsoft_365.picture = NotRead(WhyNot.NOT_PERMITTED, "ProfilePhoto.Read.All")
    stage.sharepoint = FakeSharePoint(held=unread, files=dict.fromkeys(Size, unread))
    await stage.play(said(WRONG))
    told = words(await stage.play(why({})))
    assert "ProfilePhoto.Read.All" in told
    assert "Sites.Read.All" in told


async def test_what_may_not_be_written_is_not_offered_by_its_explanation(stage: Stage) -> None:
    stage.capabilities.rights = EVERYTHING - SYNC_SHAREPOINT
    await stage.play(said(WRONG))
    assert list(verbs(await stage.play(why({})))) == ["check"]


async def test_times_are_in_the_time_zone_of_the_person_who_asks(stage: Stage) -> None:
    await stage.play(said(WRONG))
    stage.clock.now += timedelta(hours=5)
    told = words(await stage.play(why({}, timezone="Asia/Taipei")))
    assert "May 4, 2026 8:00\xa0PM I asked" in told


async def test_an_explanation_is_never_shown_where_others_read(stage: Stage) -> None:
    await stage.play(said(WRONG))
    assert EXPLAINED not in words(await stage.play(why({}, Scope.CHANNEL)))
