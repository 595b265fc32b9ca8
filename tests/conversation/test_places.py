"""The data of a button leads to a place in the guide, whatever is in it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from bot.conversation.interview import answers_of
from bot.photos.guide import Browser, GuideStep, PrivateWindow, System
from bot.photos.interview import Answer
from bot.results.guide_position import (
    AtStep,
    ChoosingBrowser,
    ChoosingSystem,
    data_of,
    place_of,
)
from bot.results.questions import interview_view
from tests.conversation.every_place import PLACES
from tests.conversation.stage import LINKS

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


def test_every_place_is_found_again_by_what_its_button_carries() -> None:
    assert [place_of(data_of(place)) for place in PLACES] == list(PLACES)


@given(data)
def test_whatever_a_card_sends_leads_to_a_place_that_there_is(sent: dict[str, Any]) -> None:
    assert place_of(sent) in PLACES


@given(data)
def test_whatever_a_card_sends_gets_a_question_or_a_guess(sent: dict[str, Any]) -> None:
    assert interview_view(answers_of(sent), LINKS, str).title


def test_what_is_not_known_is_asked_for_again() -> None:
    assert place_of({"system": "amiga", "browser": "edge", "step": "look"}) == ChoosingSystem()
    assert place_of({"step": "look"}) == ChoosingSystem()
    assert place_of({"system": "linux", "step": "look"}) == ChoosingBrowser(System.LINUX)
    assert place_of({"system": "windows", "browser": "safari"}) == ChoosingBrowser(System.WINDOWS)
    assert place_of({**WINDOWS_EDGE, "step": "fly"}) == AtStep(EDGE, GuideStep.PRIVATE_WINDOW)
    assert place_of({**WINDOWS_EDGE, "step": "wait"}) == AtStep(EDGE, GuideStep.WAIT)
