"""Messages that are edited, deleted and brought back."""

import pytest

from bot.chat.reply import Reply
from bot.chat.turn import Edited, Event, Said, Scope, Turn
from bot.conversation.asked import Asked
from tests.conversation.fakes import title, turn
from tests.conversation.stage import Stage

WRONG = "Your photo is not the same everywhere"


async def titles(
    stage: Stage, *events: Event, scope: Scope = Scope.PERSONAL, restarts: bool = False
) -> list[str | None]:
    """The answers to one message as it changes; `restarts` forgets all but what is stored."""
    door, answers = stage.door, []
    for event in events:
        reply = await (stage.door if restarts else door).dispatch(turn(event, "1", scope))
        if reply and reply.delivered:
            await reply.delivered("message")
        answers.append(title(reply) if reply else None)
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
async def test_an_edit_that_asks_for_the_same_is_not_answered_again(
    stage: Stage, before: str, after: str
) -> None:
    _, again = await titles(stage, Said(before), Edited(after))
    assert again is None


async def test_an_edit_that_asks_for_something_else_is_answered(stage: Stage) -> None:
    asked: list[Event] = [Said("help"), Edited("my photo is wrong"), Edited("thanks")]
    assert await titles(stage, *asked) == ["What I can do", WRONG, "You are welcome"]


async def test_an_edit_that_can_be_understood_now_is_answered(stage: Stage) -> None:
    asked: list[Event] = [Said("what I told Eva yesterday"), Edited("my photo is wrong")]
    answers = await titles(stage, *asked)
    assert answers[1:] == [WRONG]


async def test_an_edit_that_cannot_be_understood_is_let_be(stage: Stage) -> None:
    assert await titles(stage, Said("help"), Edited("what is for lunch?")) == [
        "What I can do",
        None,
    ]


async def test_a_check_is_not_made_again_for_an_edit_after_a_restart(stage: Stage) -> None:
    asked: list[Event] = [Said("my photo is wrong"), Edited("my photo is wrong!")]
    assert await titles(stage, *asked, restarts=True) == [WRONG, None]


async def test_what_else_a_message_asks_for_is_answered_after_a_restart_too(stage: Stage) -> None:
    asked: list[Event] = [Said("my photo is wrong"), Edited("help")]
    assert await titles(stage, *asked, restarts=True) == [WRONG, "What I can do"]


async def test_where_others_read_the_same_holds(stage: Stage) -> None:
    asked: list[Event] = [
        Said("hello"),
        Edited("hi"),
        Edited("my photo is wrong"),
        Edited("my photo is wrong!"),
    ]
    assert await titles(stage, *asked, scope=Scope.CHANNEL) == [
        "Hello, I am Photobot",
        None,
        "I wrote to you privately.",
        None,
    ]
    assert len(stage.messenger.sent) == 1


async def test_each_thing_that_a_message_asks_for_is_a_request_of_its_own() -> None:
    seen: list[Turn] = []

    async def behaviour(turn: Turn) -> Reply | None:
        seen.append(turn)
        return None

    asked = Asked()
    for intent in ("status", "steps"):
        await asked.once(intent, behaviour)(turn(Edited("words"), "1"))
    assert [each.activity_id for each in seen] == ["1/status", "1/steps"]
    assert [each.event for each in seen] == [Said("words")] * 2


async def test_no_more_is_remembered_than_was_allowed() -> None:
    seen: list[str] = []

    async def behaviour(turn: Turn) -> Reply | None:
        seen.append(turn.activity_id)
        return None

    once = Asked(most=1).once("help", behaviour)
    for said in (turn(Said("help"), "1"), turn(Said("help"), "2"), turn(Edited("help!"), "1")):
        await once(said)
    assert seen == ["1/help", "2/help", "1/help"]
