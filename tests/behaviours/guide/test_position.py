"""The data of a button leads to a position in the guide, whatever is in it."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from bot.behaviours.guide.position import (
    AtStep,
    ChoosingBrowser,
    ChoosingSystem,
    Position,
    button_to,
    position_of,
)
from bot.photos.guide import Browser, GuideStep, PrivateWindow, System
from bot.photos.interview import Answer
from bot.results.questions import interview_view
from bot.texts.buttons import GuideButton, InterviewButton
from tests.behaviours.bot_in_memory import LINKS
from tests.behaviours.guide.every_position import POSITIONS

EDGE = PrivateWindow(Browser.EDGE, System.WINDOWS)
WINDOWS_EDGE = {"system": "windows", "browser": "edge"}
value = some.sampled_from(
    [
        *System,
        *Browser,
        *GuideStep,
        *Answer,
        "yes",
        "",
        " ",
        "\0",
        None,
        True,
        0,
        float("nan"),
        [],
        {},
    ]
)
data = some.dictionaries(
    some.sampled_from(["system", "browser", "step", "looks_different", "answers", "verb"]),
    value | some.lists(value, max_size=3) | some.text("ab \0☃", max_size=5),
)


def named(sent: Mapping[str, Any]) -> Position:
    return position_of(GuideButton.read(sent))


def test_every_position_is_found_again_by_what_its_button_carries() -> None:
    carried = [button_to(position).titled("Go on").data for position in POSITIONS]
    assert list(map(named, carried)) == list(POSITIONS)


@given(data)
def test_any_data_of_a_button_lead_to_a_position(sent: dict[str, Any]) -> None:
    assert named(sent) in POSITIONS


@given(data)
def test_any_data_of_a_button_lead_to_a_question_or_a_guess(sent: dict[str, Any]) -> None:
    assert interview_view(InterviewButton.read(sent).answers, LINKS, str).title


def test_unknown_values_in_a_button_are_asked_for_again() -> None:
    assert named({"system": "amiga", "browser": "edge", "step": "look"}) == ChoosingSystem()
    assert named({"step": "look"}) == ChoosingSystem()
    assert named({"system": "linux", "step": "look"}) == ChoosingBrowser(System.LINUX)
    assert named({"system": "windows", "browser": "safari"}) == ChoosingBrowser(System.WINDOWS)
    assert named({**WINDOWS_EDGE, "step": "fly"}) == AtStep(EDGE, GuideStep.PRIVATE_WINDOW)
    assert named({**WINDOWS_EDGE, "step": "wait"}) == AtStep(EDGE, GuideStep.WAIT)
