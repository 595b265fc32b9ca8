"""A promised message that did not arrive: what is said when the person writes next."""

from dataclasses import replace

import pytest

from bot.chat.turn import Joined, Scope, Turn
from bot.outbox.message import Message, MessageState
from tests.behaviours.fakes import CHAT, Shown, pressed, said, title, turn
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage

LOST = "I promised to check your photo again, but my message didn't reach you."
UNKNOWN = "but don't know if my message reached you."


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def missed(stage: Stage, state: MessageState) -> Message:
    """A recheck that was promised, and whose message ended so."""
    message = replace(await stage.rechecked(), state=state)
    stage.messages.waiting.clear()
    stage.messages.ended.append(message)
    return message


def opening(shown: Shown | None) -> str:
    assert shown is not None
    text: str = shown.card["body"][0]["text"]
    return text


@pytest.mark.parametrize(
    ("state", "sentence"), [(MessageState.FAILED, LOST), (MessageState.UNCONFIRMED, UNKNOWN)]
)
@pytest.mark.parametrize(
    "asked",
    [said("help"), said("my photo is wrong"), pressed("check", {}), turn(Joined())],
    ids=["help", "check", "press", "installed again"],
)
async def test_the_next_answer_opens_with_it_and_no_other_does(
    stage: Stage, asked: Turn, state: MessageState, sentence: str
) -> None:
    await missed(stage, state)
    reply = await stage.play(asked)
    assert sentence in opening(reply)
    assert reply
    assert sentence in reply.summary
    [told] = stage.messages.ended
    assert told.told_at == stage.clock.now
    assert sentence not in words(await stage.play(said("help", "9")))


async def test_the_result_after_a_waiting_card_opens_with_it_too(stage: Stage) -> None:
    stage.patience = 0
    await missed(stage, MessageState.FAILED)
    stage.sharepoint.together = 99
    waiting = await stage.begin(said("my photo is wrong"))
    assert opening(waiting) == LOST
    stage.sharepoint.all_here.set()
    await stage.finish()
    [(_, result)] = stage.channel.updates
    assert result["body"][0]["text"] == LOST
    assert result["body"][1]["text"] == "SharePoint has a different photo of you"


async def test_it_is_said_again_where_the_answer_was_refused(stage: Stage) -> None:
    await missed(stage, MessageState.FAILED)
    stage.refusal = "throttled"
    await stage.play(said("my photo is wrong"))
    assert stage.messages.ended[0].told_at is None
    stage.refusal = None
    assert opening(await stage.play(said("help", "9"))) == LOST


async def test_it_is_said_in_the_persons_language(stage: Stage) -> None:
    await missed(stage, MessageState.FAILED)
    reply = await stage.play(turn(said("help").event, locale="zh-TW"))
    assert "promised" not in opening(reply)


async def test_others_who_read_along_are_not_told(stage: Stage) -> None:
    await missed(stage, MessageState.FAILED)
    reply = await stage.play(turn(said("my photo is wrong").event, "9", Scope.CHANNEL))
    assert LOST not in words(reply)
    [private] = stage.channel.sent
    assert private["body"][0]["text"] == LOST


async def test_what_the_chat_refused_is_tried_again_after_the_answer(stage: Stage) -> None:
    recheck = await stage.rechecked()
    failing = replace(
        recheck, reason="gone", failing_since=stage.clock.now, not_before=recheck.expires_at
    )
    await stage.messages.replace(failing)
    assert title(await stage.play(said("thanks"))) != LOST
    assert stage.recheck
    assert stage.recheck.not_before == stage.clock.now


async def test_a_promise_that_is_taken_back_is_not_tried_again(stage: Stage) -> None:
    recheck = await stage.rechecked()
    await stage.messages.replace(replace(recheck, reason="gone", failing_since=stage.clock.now))
    await stage.play(said("stop"))
    assert stage.messages.waiting == {}
    assert CHAT.person_id in stage.preferences.quiet
