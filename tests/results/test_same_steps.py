"""Who comes back to the steps from another card begins on the same device and browser."""

import pytest

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from tests.behaviours.fakes import title
from tests.behaviours.guide.walk import READING, all_steps
from tests.behaviours.presses import press
from tests.behaviours.stage import Stage
from tests.photos.examples import NOTHING
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
