"""What a card's button carries comes back as it was, and whatever else is sent asks for nothing."""

import json
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.serve import behaviours_of
from bot.chat.buttons import MAX_CHARACTERS, CardButton
from bot.chat.turn import Pressed
from bot.photos.guide import Browser, GuideStep, System
from bot.photos.interview import Answer
from bot.texts.buttons import (
    CheckButton,
    ClearCachesButton,
    ExplainButton,
    GuideButton,
    InterviewButton,
    KeepPhotoButton,
    LanguageButton,
    RecheckButton,
    TellHelpdeskButton,
    UseSharePointPictureButton,
)
from cards.render import card_of
from cards.views import MessageView
from tests.behaviours.fakes import pressed, said, verbs
from tests.processor_time import processor_seconds

ROUTER = behaviours_of(with_sign_in=True)
KINDS = sorted(
    (kind for kind in CardButton.__subclasses__() if kind.__module__.startswith("bot.")),
    key=lambda kind: kind.verb,
)
CARD = UUID("6f3c0f5e-0000-4000-8000-000000000001")
LONG = "x" * 100_000


def nested(depth: int) -> Any:
    value: Any = "x"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


HOSTILE: list[Any] = [
    None,
    True,
    False,
    0,
    7,
    -1,
    1.5,
    10**300,
    1e300,
    "",
    " ",
    "not an id",
    "\u0000",
    "\u202e",
    "\ud800",
    "..",
    "null",
    LONG,
    "windows " * 10_000,
    [],
    ["x"],
    [None],
    [LONG],
    ["windows"] * 10_000,
    {},
    {"a": 1},
    {"value": "windows"},
    nested(64),
]
# No client comes so far with it, and Hypothesis can't print it.
TOO_DEEP = nested(50_000)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    scalars | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


class Colour(StrEnum):
    """Of this test alone."""

    RED = "red"
    GREEN = "green"


@dataclass(frozen=True)
class Paint(CardButton, verb="paint", aliases=("tint", "stain")):
    """Of this test alone."""

    card: UUID | None = None
    colour: Colour | None = None
    layers: tuple[Colour, ...] = ()
    name: str = ""


def names_of(kind: type[CardButton]) -> list[str]:
    return [each.name for each in fields(kind)]


@st.composite
def buttons(draw: st.DrawFn, kinds: tuple[type[CardButton], ...] = (*KINDS, Paint)) -> CardButton:
    kind = draw(st.sampled_from(kinds))
    hints = get_type_hints(kind)
    # A field without any words is one that is not there.
    words = st.text(min_size=1, max_size=MAX_CHARACTERS)
    carried = {
        name: words | st.none()
        if hints[name] == str | None
        else words
        if hints[name] is str
        else st.from_type(hints[name])
        for name in names_of(kind)
    }
    return draw(st.builds(kind, **carried))


def comes_back(button: CardButton) -> CardButton:
    """Read what a client sends after it has shown the button and somebody pressed it."""
    card = card_of(MessageView("title", (), (button.titled("press me"),)))
    data = json.loads(json.dumps(verbs(card)[button.verb]))
    return type(button).of(pressed(button.verb, data))


@given(buttons())
def test_a_button_comes_back_as_it_was_shown(button: CardButton) -> None:
    assert comes_back(button) == button


@given(buttons())
def test_a_button_carries_strings_only_and_nothing_that_it_does_not_need(
    button: CardButton,
) -> None:
    shown = button.titled("press me")
    assert all(isinstance(value, str) and value for value in shown.data.values())
    assert set(shown.data) <= set(names_of(type(button)))
    assert (shown.title, shown.verb, shown.primary) == ("press me", button.verb, False)


def test_the_commonest_buttons_are_written_as_before() -> None:
    system, browser = System.WINDOWS, Browser.EDGE
    step = GuideButton(system, browser, GuideStep.PORTAL).titled("Next").data
    assert step == {"system": "windows", "browser": "edge", "step": "portal"}
    answers = InterviewButton((Answer.TEAMS, Answer.OLD)).titled("Old").data
    assert answers == {"answers": "teams old"}
    assert CheckButton(CARD).titled("Check again").data == {"card": str(CARD)}
    assert RecheckButton().titled("Look again").data == {}


@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        (UseSharePointPictureButton, "adopt"),
        (KeepPhotoButton, "leave"),
        (RecheckButton, "promise"),
        (ExplainButton, "why"),
        (ClearCachesButton, "caches"),
        (TellHelpdeskButton, "helpdesk"),
        *((Paint, verb) for verb in ("paint", "tint", "stain")),
    ],
)
def test_cards_already_in_chats_press_buttons_by_their_older_verbs(
    kind: type[CardButton], verb: str
) -> None:
    data = {name: str(CARD) if name == "card" else "windows" for name in names_of(kind)}
    assert kind.of(pressed(verb, data)) == kind.read(data)


def test_the_picture_that_was_sent_is_still_put_by_older_cards() -> None:
    assert ROUTER.find(Pressed("put", {}, None), "")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.verb)
def test_every_button_has_a_behaviour_by_each_of_its_verbs(kind: type[CardButton]) -> None:
    found = {ROUTER.find(Pressed(verb, {}, None), "") for verb in (kind.verb, *kind.aliases)}
    assert None not in found
    assert len(found) == 1


def test_a_field_longer_than_any_button_has_is_ignored() -> None:
    assert Paint.read({"name": "x" * MAX_CHARACTERS}).name == "x" * MAX_CHARACTERS
    assert Paint.read({"name": "x" * (MAX_CHARACTERS + 1)}).name == ""


def test_no_two_buttons_share_a_verb() -> None:
    all_verbs = [verb for kind in KINDS for verb in (kind.verb, *kind.aliases)]
    assert len(all_verbs) == len(set(all_verbs))


def test_a_button_that_was_not_pressed_has_its_defaults() -> None:
    assert Paint.of(pressed("sync", {"card": str(CARD)})) == Paint()
    assert Paint.of(said("paint")) == Paint()


@given(buttons((Paint,)), st.sampled_from(["card", "colour", "layers", "name"]), values)
def test_each_field_is_validated_by_itself(button: Paint, forged: str, value: Any) -> None:
    data = dict(button.titled("press me").data)
    read = Paint.read({**data, forged: value})
    kept = {name: getattr(button, name) for name in names_of(Paint) if name != forged}
    assert read == replace(Paint(**kept), **{forged: getattr(read, forged)})


@pytest.mark.parametrize("value", [*HOSTILE, TOO_DEEP], ids=range(len(HOSTILE) + 1))
@pytest.mark.parametrize("kind", [*KINDS, Paint], ids=lambda kind: kind.verb)
def test_whatever_is_sent_a_field_has_a_value_of_its_type(
    kind: type[CardButton], value: Any
) -> None:
    read = kind.of(pressed(kind.verb, dict.fromkeys((*names_of(kind), "verb", "x"), value)))
    assert is_typed(read)


@given(st.sampled_from([*KINDS, Paint]), st.dictionaries(st.text(), values), st.data())
def test_no_data_of_any_shape_breaks_a_button(
    kind: type[CardButton], data: dict[str, Any], more: st.DataObject
) -> None:
    forged = more.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names_of(kind), values)))
    assert is_typed(kind.read(data | forged))


@pytest.mark.parametrize(
    "value", [None, True, 7, 1.5, "", "not an id", ["x"], {"a": 1}, LONG, [str(CARD)], nested(64)]
)
def test_an_invalid_id_names_no_card(value: Any) -> None:
    assert CheckButton.read({"card": value}).card is None


@pytest.mark.parametrize(
    "value", [None, True, 7, "Windows ", "windows xp", ["windows"], {"windows": 1}, LONG]
)
def test_an_unknown_operating_system_is_ignored(value: Any) -> None:
    assert ClearCachesButton.read({"system": value}).system is None


@pytest.mark.parametrize(
    "value", [None, True, 7, "teams nonsense", ["teams"], [["teams"]], {"teams": 1}, LONG]
)
def test_one_unknown_answer_discards_all_answers(value: Any) -> None:
    assert InterviewButton.read({"answers": value}).answers == ()


@pytest.mark.parametrize("value", [None, True, 7, ["en"], {"en": 1}])
def test_a_language_that_is_no_text_is_ignored(value: Any) -> None:
    assert LanguageButton.read({"language": value}).language == ""


@pytest.mark.parametrize("value", ["x" * 1_000_000, "x " * 500_000, ["x"] * 300_000, TOO_DEEP])
@pytest.mark.parametrize("kind", [CheckButton, GuideButton, InterviewButton, Paint])
def test_a_megabyte_in_a_press_does_not_block_the_event_loop(
    kind: type[CardButton], value: Any
) -> None:
    data = dict.fromkeys(names_of(kind), value)
    assert processor_seconds(lambda: kind.read(data)) < 0.1


def is_typed(button: CardButton) -> bool:
    hints = get_type_hints(type(button))
    return all(_is_of(getattr(button, name), hints[name]) for name in names_of(type(button)))


def _is_of(value: object, hint: Any) -> bool:
    if isinstance(hint, type):
        return type(value) is hint
    if isinstance(value, tuple):
        return all(isinstance(each, get_args(hint)[0]) for each in value)
    return type(value) in (*get_args(hint), NoneType)
