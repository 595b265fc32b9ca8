"""Where nothing may be read, questions are asked, and answers are called probable."""

import pytest

from bot.chat.stores import CardState
from bot.core.failures import FailureReason
from bot.photos.readings import NotRead, Size
from tests.behaviours.bot_in_memory import LINKS
from tests.behaviours.fakes import Shown, pressed, said, title
from tests.behaviours.presses import actions, press
from tests.behaviours.stage import Stage
from tests.cards.first_look import details, first_look
from tests.photos.examples import NOTHING
from tests.use_cases.fakes import FakeMicrosoft365, FakeSharePoint

WRONG = "my photo is wrong"
FIRST = "Where do you see the wrong photo?"
FORBIDDEN = NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")


@pytest.fixture
def stage() -> Stage:
    """A company that granted nothing."""
    stage = Stage(microsoft_365=FakeMicrosoft365(whose=FORBIDDEN, picture=FORBIDDEN))
    stage.capabilities.rights = NOTHING
    return stage


async def answered(stage: Stage, *answers: str) -> Shown | None:
    reply = await stage.play(said(WRONG, f"said {len(stage.cards.rows)}"))
    for answer in answers:
        reply = await press(stage, reply, answer)
    return reply


async def test_where_nobody_can_be_looked_up_the_person_is_asked(stage: Stage) -> None:
    reply = await stage.play(said(WRONG))
    assert title(reply) == FIRST
    assert reply
    assert first_look(reply.card).sentences == (
        FIRST,
        "Your company hasn't let me look at your photo.",
        "Two or three questions will tell me what it probably is.",
    )
    assert "The administrator can grant User.Read.All." in str(details(reply.card))
    assert stage.cards.only.state is CardState.CHECKED


async def test_where_somebody_is_known_but_no_copy_may_be_read_the_person_is_asked() -> None:
    stage = Stage(
        microsoft_365=FakeMicrosoft365(picture=FORBIDDEN),
        sharepoint=FakeSharePoint(held=FORBIDDEN, files=dict.fromkeys(Size, FORBIDDEN)),
    )
    reply = await stage.play(said(WRONG))
    assert title(reply) == FIRST
    assert reply
    assert "The administrator can grant User.Read.All." in str(details(reply.card))


async def test_where_something_may_be_read_it_is_shown_instead() -> None:
    stage = Stage(microsoft_365=FakeMicrosoft365(picture=FORBIDDEN))
    assert title(await stage.play(said(WRONG))) == "I couldn't check your Microsoft 365 photo"


@pytest.mark.parametrize(
    ("answers", "headline", "way_on"),
    [
        (("Teams", "No photo"), "You probably have no photo in Microsoft 365", "Open My Account"),
        (
            ("SharePoint or OneDrive", "The right photo"),
            "SharePoint probably hasn't picked up your photo yet",
            "Show me the steps",
        ),
        (
            ("Outlook", "The wrong photo", "Longer ago"),
            "Your company probably puts the old photo back",
            "Back",
        ),
        (
            ("Everywhere", "The right photo", "Today or yesterday"),
            "Your photo is probably still on its way",
            "Back",
        ),
        (
            ("I don't know", "I don't know", "I don't know"),
            "The new photo probably isn't in Microsoft 365",
            "Open My Account",
        ),
    ],
)
async def test_answers_lead_to_a_probable_cause_with_its_remedy_first(
    stage: Stage, answers: tuple[str, ...], headline: str, way_on: str
) -> None:
    reply = await answered(stage, *answers)
    assert title(reply) == headline
    assert next(iter(actions(reply))) == way_on


async def test_a_guess_says_that_nothing_was_seen(stage: Stage) -> None:
    reply = await answered(stage, "Teams", "The right photo", "Longer ago")
    assert "I'm judging by your answers alone" in str(reply)


async def test_the_question_about_my_account_links_to_it(stage: Stage) -> None:
    reply = await answered(stage, "Teams")
    assert actions(reply)["Open My Account"]["url"] == LINKS.my_account


async def test_back_leads_to_the_question_before(stage: Stage) -> None:
    second = await answered(stage, "Teams")
    third = await press(stage, second, "The right photo")
    guess = await press(stage, third, "Longer ago")
    assert title(await press(stage, guess, "Back")) == title(third)
    assert title(await press(stage, third, "Back")) == title(second)
    first = await press(stage, second, "Back")
    assert title(first) == FIRST
    assert "Back" not in actions(first)
    assert title(await press(stage, guess, "Ask me again")) == FIRST


async def test_a_guess_leads_into_the_guide(stage: Stage) -> None:
    guess = await answered(stage, "SharePoint or OneDrive", "I don't know")
    assert title(await press(stage, guess, "Show me the steps")) == "Which device do you use?"


async def test_checking_again_asks_again_and_claims_nothing(stage: Stage) -> None:
    assert title(await stage.play(pressed("check", {}))) == FIRST


async def test_no_card_of_the_interview_has_more_buttons_than_teams_shows(stage: Stage) -> None:
    for answers in ((), ("Teams",), ("Teams", "The right photo")):
        assert len(actions(await answered(stage, *answers))) <= 6


@pytest.mark.parametrize("carried", [None, 7, ["teams"], "teams sharepoint", "nonsense", "new"])
async def test_answers_that_make_no_sense_lead_to_the_first_question(
    stage: Stage, carried: object
) -> None:
    assert title(await stage.play(pressed("interview", {"answers": carried}))) == FIRST


async def test_a_service_that_is_only_unavailable_is_named_and_questions_are_offered() -> None:
    stage = Stage(microsoft_365=FakeMicrosoft365(whose=NotRead(FailureReason.UNAVAILABLE)))
    reply = await stage.play(said(WRONG))
    assert title(reply) == "I couldn't check your photo"
    assert title(await press(stage, reply, "Answer questions instead")) == FIRST
