"""What is told when a promise falls due."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.told import PATIENCE, PAUSE, Told
from bot.core.failures import FailureReason
from bot.outbox.message import Message
from bot.outbox.ports import Composed, NotYet, Withdrawn
from bot.photos.capabilities import REPAIR_SHAREPOINT
from bot.photos.readings import NotRead
from bot.use_cases.authorizer import Actor, ActorKind, Authorizer
from tests.conversation.fakes import CHAT, pressed, title, verbs
from tests.conversation.stage import Stage
from tests.photos.examples import EVERYTHING, thumbnails_of

DAY = timedelta(hours=24)
RIGHT = "Your photo is the same everywhere"
OLD = "Your photo is not the same everywhere"
UNSURE = "I am not sure about your photo"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def recheck(stage: Stage) -> Message:
    """The outbox's row of a recheck that has fallen due."""
    message = await stage.rechecked(DAY)
    stage.clock.now = message.due_at
    return message


def told(stage: Stage) -> Told:
    return Told(
        stage.preferences,
        stage,
        stage.examine,
        stage.cards,
        Authorizer(),
        stage.speech,
        stage.clock,
        timedelta(days=30),
    )


async def composed(stage: Stage, message: Message) -> Composed:
    content = await told(stage)(message)
    assert isinstance(content, Composed)
    return content


def lead(content: Composed) -> str:
    text: str = content.reply.card["body"][1]["text"]
    return text


async def test_a_photo_that_is_right_now_is_told_so(stage: Stage, recheck: Message) -> None:
    stage.sharepoint.files = thumbnails_of(1)
    content = await composed(stage, recheck)
    assert title(content.reply) == RIGHT
    made = stage.speech.languages.listener("en", None).moment(recheck.created_at)
    assert lead(content).startswith(f"On {made} I promised to look again. Now it is right.")


async def test_a_photo_that_is_still_old_is_told_with_what_to_do_next(
    stage: Stage, recheck: Message
) -> None:
    stage.capabilities.rights = EVERYTHING - REPAIR_SHAREPOINT
    content = await composed(stage, recheck)
    assert title(content.reply) == OLD
    assert "still not right" in lead(content)
    assert "IT support" in lead(content)
    assert {"guide", "promise", "check"} <= verbs(content.reply).keys()


async def test_the_buttons_of_what_was_told_work(stage: Stage, recheck: Message) -> None:
    content = await composed(stage, recheck)
    assert content.reply.delivered is not None
    await content.reply.delivered("told")
    assert stage.cards.only.message_id == "told"
    repair = dict(verbs(content.reply)["sync"])
    assert title(await stage.play(pressed("sync", repair))) == "Fixed"


async def test_a_message_that_is_composed_again_is_the_same_card(
    stage: Stage, recheck: Message
) -> None:
    first = await composed(stage, recheck)
    stage.sharepoint.files = thumbnails_of(1)
    second = await composed(stage, recheck)
    assert stage.cards.only.id == recheck.id
    assert stage.cards.only.facts["verdict"] == "in_sync"
    assert verbs(first.reply)["check"] == verbs(second.reply)["check"]


@pytest.mark.parametrize(
    "why", [FailureReason.THROTTLED, FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE]
)
async def test_what_cannot_be_read_now_is_read_a_little_later_and_not_for_ever(
    stage: Stage, recheck: Message, why: FailureReason
) -> None:
    stage.sharepoint.held = NotRead(why)
    assert await told(stage)(recheck) == NotYet(stage.clock() + PAUSE)
    stage.clock.now = recheck.due_at + PATIENCE
    content = await composed(stage, recheck)
    assert title(content.reply) == UNSURE
    assert "This is what I found" in lead(content)
    assert "promise" in verbs(content.reply)


async def test_when_nobody_can_be_found_that_is_said_in_the_end(
    stage: Stage, recheck: Message
) -> None:
    stage.microsoft_365.whose = NotRead(FailureReason.UNAVAILABLE)
    assert await told(stage)(recheck) == NotYet(stage.clock() + PAUSE)
    stage.clock.now = recheck.due_at + PATIENCE
    content = await composed(stage, recheck)
    assert title(content.reply) == "I could not look at your photo"
    assert "I tried, and could not" in lead(content)


async def test_what_may_not_be_read_is_not_tried_again(stage: Stage, recheck: Message) -> None:
    stage.sharepoint.files = dict.fromkeys(thumbnails_of(1), NotRead(FailureReason.NOT_PERMITTED))
    content = await composed(stage, recheck)
    assert title(content.reply) == UNSURE


async def test_nobody_who_asked_for_quiet_is_told(stage: Stage, recheck: Message) -> None:
    await stage.preferences.keep_quiet(CHAT.person_id, quiet=True)
    assert await told(stage)(recheck) == Withdrawn()


@pytest.mark.parametrize(
    "actor",
    [
        Actor.person("somebody else"),
        Actor(ActorKind.AGENT, CHAT.person_id),
        Actor(ActorKind.POLICY),
    ],
)
async def test_nobody_is_told_what_another_may_not_ask_for(
    stage: Stage, recheck: Message, actor: Actor
) -> None:
    assert await told(stage)(replace(recheck, actor=actor)) == Withdrawn()
    assert stage.microsoft_365.asked == []


async def test_nobody_who_removed_the_bot_is_told(stage: Stage, recheck: Message) -> None:
    stage.reachable = False
    assert await told(stage)(recheck) == Withdrawn()
