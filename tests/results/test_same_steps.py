"""Who comes back to the steps from another card begins on the same device and browser."""

import pytest

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from tests.behaviours.fakes import title
from tests.behaviours.guide.walk import READING, all_steps
from tests.behaviours.presses import actions, press, words
from tests.behaviours.rights import FakeRights, FakeWindow, sign_in_with
from tests.behaviours.stage import Stage
from tests.cards.first_look import first_look
from tests.photos.examples import NOTHING, thumbnails_of
from tests.use_cases.fakes import FakeMicrosoft365


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.capabilities.rights = READING
    return stage


async def test_a_check_from_a_step_leads_back_to_the_same_device_and_browser(
    stage: Stage,
) -> None:
    checked = await press(stage, (await all_steps(stage))[-1], "Check now")
    checked = await press(stage, checked, "Check again")
    first = await press(stage, checked, "Show me the steps")
    assert title(first) == "Open an InPrivate window"
    browsers = await press(stage, first, "Use another browser")
    assert title(browsers) == "Which browser do you use?"


async def test_questions_after_the_steps_lead_back_to_the_same_device_and_browser() -> None:
    forbidden = NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")
    stage = Stage(microsoft_365=FakeMicrosoft365(whose=forbidden, picture=forbidden))
    stage.capabilities.rights = NOTHING
    asked = await press(stage, (await all_steps(stage))[-1], "It's still wrong")
    for answer in ("SharePoint or OneDrive", "The right photo"):
        asked = await press(stage, asked, answer)
    assert title(await press(stage, asked, "Show me the steps")) == "Open an InPrivate window"


async def test_right_after_the_steps_a_later_check_comes_before_the_same_steps(
    stage: Stage,
) -> None:
    stage.sign_in = sign_in_with(FakeRights(), FakeWindow())
    checked = await press(stage, (await all_steps(stage))[-1], "Check now")
    assert checked
    assert "Not there yet. After the steps, SharePoint may take up to 24 hours." in words(checked)
    assert "It hasn't picked up this one." not in first_look(checked.card).sentences
    main = [name for name, each in actions(checked).items() if each.get("style") == "positive"]
    assert main == [next(iter(actions(checked)))] == ["Check later and tell me"]
    # Days later, the button on this card says nothing of when the steps were done.
    assert "Not there yet." not in words(await press(stage, checked, "Check again"))


async def test_a_check_before_the_last_step_says_nothing_of_having_done_them(stage: Stage) -> None:
    checked = await press(stage, (await all_steps(stage))[1], "Check again")
    assert "Not there yet." not in words(checked)


async def test_steps_that_helped_are_not_said_to_need_time(stage: Stage) -> None:
    last = (await all_steps(stage))[-1]
    stage.sharepoint.files = thumbnails_of(1)
    checked = await press(stage, last, "Check now")
    assert title(checked) == "Your photo is the same everywhere"
    assert "Not there yet." not in words(checked)
