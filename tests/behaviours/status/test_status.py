"""“What did you do?” and “is it done yet?”: what is told, and to whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.stores import CardState
from bot.chat.turn import Pressed, Scope, Turn
from bot.core.lease import Lease
from bot.outbox.message import MessageState
from tests.behaviours.bot_in_memory import RETENTION
from tests.behaviours.fakes import CHAT, LANGUAGES, pressed, said, title, turn, verbs
from tests.behaviours.memory import FakeEffects, a_change
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage
from tests.photos.examples import READ_AT

TOLD = "Your photo: not the same everywhere"
UNCHECKED = "Your photo: not checked yet"
DAY = 86_400.0
NOTHING = "I haven't done anything for you yet"


@pytest.fixture
def effects() -> FakeEffects:
    return FakeEffects()


@pytest.fixture
def stage(effects: FakeEffects) -> Stage:
    return Stage(effects=effects)


def status(scope: Scope = Scope.PERSONAL, **where: str) -> Turn:
    return turn(Pressed("status", {}, None), "9", scope, **where)


@pytest.mark.parametrize("text", ["status", "what did you do?", "is it done yet?"])
async def test_it_can_be_asked_in_many_words(stage: Stage, text: str) -> None:
    await stage.play(said("my photo is wrong"))
    assert title(await stage.play(said(text, "2"))) == TOLD


async def test_where_nothing_was_done_a_check_is_offered(stage: Stage) -> None:
    reply = await stage.play(status())
    assert title(reply) == NOTHING
    assert list(verbs(reply)) == ["check"]
    assert "I remember back to April 4" in words(reply)


@pytest.mark.parametrize("checks", [(), ("my photo is wrong",)])
async def test_who_stopped_the_messages_reads_so(stage: Stage, checks: tuple[str, ...]) -> None:
    for number, text in enumerate((*checks, "stop")):
        await stage.play(said(text, f"said {number}"))
    assert "I don't write to you unasked" in words(await stage.play(status()))
    await stage.play(said("resume", "resumed"))
    asked_again = turn(Pressed("status", {}, None), "10")
    assert "unasked" not in words(await stage.play(asked_again))


async def test_the_last_check_is_told_and_can_be_asked_about(stage: Stage) -> None:
    checked = verbs(await stage.play(said("my photo is wrong")))
    reply = await stage.play(status())
    assert title(reply) == TOLD
    assert verbs(reply)["explain"] == checked["explain"]


async def test_a_repair_that_was_made_is_told_as_it_was_found_after_it(stage: Stage) -> None:
    offered = verbs(await stage.play(said("my photo is wrong")))
    await stage.play(pressed("sync", offered["sync"]))
    assert "Your photo: in sync" in words(await stage.play(status()))


async def test_what_is_under_way_is_told(stage: Stage) -> None:
    await stage.play(said("my photo is wrong"))
    row = stage.cards.only
    lease = Lease("another process", READ_AT + timedelta(seconds=20))
    await stage.cards.move(row.id, {row.state}, CardState.SYNCING, owner=None, lease=lease)
    assert "I'm changing your photo now" in words(await stage.play(status()))


async def test_nothing_is_read_to_answer(stage: Stage) -> None:
    await stage.play(status())
    assert stage.sharepoint.asked == []
    assert stage.microsoft_365.asked == []


async def test_nobody_is_told_of_anybody_else(stage: Stage, effects: FakeEffects) -> None:
    await stage.play(said("my photo is wrong"))
    effects.changes.append(a_change())
    await stage.rechecked()
    assert title(await stage.play(status())) == TOLD
    assert title(await stage.play(status(person_id="somebody else"))) == NOTHING


@pytest.mark.parametrize("kind", ["change", "promise"])
async def test_a_change_or_a_promise_alone_is_told_too(
    stage: Stage, effects: FakeEffects, kind: str
) -> None:
    if kind == "change":
        effects.changes.append(a_change())
    else:
        await stage.rechecked()
    assert title(await stage.play(status())) == UNCHECKED


async def test_a_removal_is_told_as_a_change_too(stage: Stage, effects: FakeEffects) -> None:
    effects.changes.append(a_change("microsoft_365", action="remove"))
    told = words(await stage.play(status()))
    assert "Your photo in Microsoft 365: removed, and looked for again" in told


async def test_only_what_was_written_to_copies_counts_as_a_change(
    stage: Stage, effects: FakeEffects
) -> None:
    effects.changes.append(a_change("conversation", action="install"))
    assert title(await stage.play(status())) == NOTHING


async def test_changes_from_before_the_retention_period_are_not_told(
    stage: Stage, effects: FakeEffects
) -> None:
    effects.changes.append(a_change(at=READ_AT - RETENTION * 2))
    assert title(await stage.play(status())) == NOTHING


async def test_times_are_in_the_persons_time_zone(stage: Stage) -> None:
    await stage.rechecked(timedelta(hours=1))
    assert "today at 9:00\xa0PM" in words(await stage.play(status(timezone="Asia/Taipei")))


async def test_the_status_is_not_shown_where_others_read(stage: Stage) -> None:
    await stage.play(said("my photo is wrong"))
    reply = await stage.play(status(Scope.CHANNEL))
    assert TOLD not in words(reply)
    assert [title(card) for card in stage.channel.sent] == [TOLD]
    assert [where.person_id for where in stage.channel.sent_to] == [CHAT.person_id]


async def status_after(stage: Stage, seconds: float, **changes: Any) -> str:
    """What is told so long after a promise, whose message is as the changes say."""
    recheck = await stage.rechecked()
    moment = LANGUAGES.reader(CHAT.person_id, "en-US", None).moment(recheck.due_at)
    stage.clock.advance(seconds)
    message = replace(recheck, **changes)
    if message.state is MessageState.QUEUED:
        await stage.messages.replace(message)
    else:
        stage.messages.waiting.clear()
        stage.messages.ended.append(message)
    told = words(await stage.play(status()))
    assert (moment in told) == (stage.clock.now < recheck.due_at and not changes)
    return told


async def test_a_promise_is_told_with_its_moment_until_that_has_come(stage: Stage) -> None:
    assert "I'll check again" in await status_after(stage, DAY - 1)


@pytest.mark.parametrize("late", [0.0, 7200.0, 3 * DAY])
async def test_a_promise_whose_moment_has_passed_is_called_late(stage: Stage, late: float) -> None:
    assert "I'm late with checking again" in await status_after(stage, DAY + late)


async def test_a_promise_whose_message_is_refused_is_said_to_be_tried_again(stage: Stage) -> None:
    told = await status_after(stage, DAY + 60, failing_since=READ_AT, reason="gone")
    assert "my message hasn't reached you yet" in told


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (MessageState.FAILED, "my message didn't reach you"),
        (MessageState.UNCONFIRMED, "don't know if my message reached you"),
    ],
)
async def test_a_promise_that_was_broken_is_said_to_be(
    stage: Stage, state: MessageState, sentence: str
) -> None:
    told = await status_after(stage, DAY + 60, state=state, told_at=READ_AT)
    assert sentence in told
