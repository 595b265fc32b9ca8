"""Messages that are edited, deleted and brought back."""

from contextlib import suppress

import pytest
from cachetools import LRUCache

from bot.chat.edits import Edits
from bot.chat.turn import Answered, Edited, Event, PictureKind, PictureReference, Said, Scope
from tests.behaviours.fakes import pressed, title, turn
from tests.behaviours.stage import Stage

WRONG = "SharePoint has a different photo of you"


async def titles(
    stage: Stage, *events: Event, scope: Scope = Scope.PERSONAL, restarts: bool = False
) -> list[str | None]:
    """The answers to one message as it changes; `restarts` forgets all but what is stored."""
    process, answers = stage.dispatcher, []
    for event in events:
        by = stage.dispatcher if restarts else process
        shown = await stage.play(turn(event, "1", scope), by=by)
        answers.append(title(shown) if shown else None)
    return answers


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("my photo is wrong", "my photo is wrong!!"),
        ("help", "help me"),
        ("hello", "hi"),
        ("what is for lunch?", "what is for dinner?"),
    ],
)
async def test_an_edit_with_the_same_intent_is_not_answered_again(
    stage: Stage, before: str, after: str
) -> None:
    _, again = await titles(stage, Said(before), Edited(after))
    assert again is None


async def test_an_edit_that_asks_for_something_else_is_answered(stage: Stage) -> None:
    asked: list[Event] = [Said("help"), Edited("my photo is wrong"), Edited("thanks")]
    assert await titles(stage, *asked) == ["I can fix your profile photo", WRONG, "You're welcome"]


async def test_an_edit_that_makes_a_message_understandable_is_answered(stage: Stage) -> None:
    asked: list[Event] = [Said("what I told Eva yesterday"), Edited("my photo is wrong")]
    answers = await titles(stage, *asked)
    assert answers[1:] == [WRONG]


async def test_an_edit_that_cannot_be_understood_is_ignored(stage: Stage) -> None:
    assert await titles(stage, Said("help"), Edited("what is for lunch?")) == [
        "I can fix your profile photo",
        None,
    ]


async def test_a_check_is_not_made_again_for_an_edit_after_a_restart(stage: Stage) -> None:
    asked: list[Event] = [Said("my photo is wrong"), Edited("my photo is wrong!")]
    assert await titles(stage, *asked, restarts=True) == [WRONG, None]


async def test_an_edit_with_another_intent_is_answered_after_a_restart_too(stage: Stage) -> None:
    asked: list[Event] = [Said("my photo is wrong"), Edited("help")]
    assert await titles(stage, *asked, restarts=True) == [WRONG, "I can fix your profile photo"]


async def test_edits_in_a_group_follow_the_same_rules(stage: Stage) -> None:
    asked: list[Event] = [
        Said("hello"),
        Edited("hi"),
        Edited("my photo is wrong"),
        Edited("my photo is wrong!"),
    ]
    assert await titles(stage, *asked, scope=Scope.CHANNEL) == [
        "Hello, I'm Photobot",
        None,
        "I wrote to you privately.",
        None,
    ]
    assert len(stage.channel.sent) == 1


def test_each_intent_of_a_message_is_a_request_of_its_own() -> None:
    edits, edited = Edits(), turn(Edited("words"), "1")
    asked = [edits.as_said(edited, intent) for intent in ("status", "steps")]
    assert [each.activity_id for each in asked] == ["1/status", "1/steps"]
    assert [each.event for each in asked] == [Said("words")] * 2


def test_the_number_of_remembered_messages_is_bounded() -> None:
    edits = Edits(LRUCache(1))
    events = (turn(Said("help"), "1"), turn(Said("help"), "2"), turn(Edited("help!"), "1"))
    answered = [edits.as_said(event, "help").activity_id for event in events]
    assert answered == ["1/help", "2/help", "1/help"]


def test_the_same_edit_in_another_conversation_is_another_message() -> None:
    edits = Edits()
    for conversation_id in ("a:1", "a:2"):
        edited = turn(Edited("help!"), "1", conversation_id=conversation_id)
        assert edits.as_said(edited, "help").event == Said("help!")


def test_an_edit_back_to_what_was_asked_first_is_answered_again() -> None:
    edits, answered = Edits(), []
    for intent in ("help", "status", "status", "help"):
        with suppress(Answered):
            answered.append(edits.as_said(turn(Edited(intent), "1"), intent).activity_id)
    assert answered == ["1/help", "1/status", "1/help"]


def test_presses_and_pictures_keep_their_activity_id() -> None:
    edits = Edits()
    picture = PictureReference(PictureKind.INLINE, "https://smba.trafficmanager.net/1")
    for one in (pressed("check", {}), turn(Said("help", (picture,)), "1")):
        assert edits.as_said(one, "help") is one
