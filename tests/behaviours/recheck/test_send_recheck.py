"""What is told when a recheck falls due."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.behaviours.recheck.behaviour import PATIENCE, PAUSE, SendRecheck
from bot.chat.surface import NotDelivered
from bot.core.failures import FailureReason, ServiceFailure
from bot.outbox.message import Message
from bot.outbox.ports import NotYet, Withdrawn
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.photos.readings import NotRead
from bot.photos.verdict import Verdict
from bot.results.record import record_of
from bot.use_cases.authorizer import Actor, ActorKind
from tests.behaviours.fakes import (
    CHAT,
    LANGUAGES,
    FakeSurface,
    Shown,
    pressed,
    title,
    verbs,
)
from tests.behaviours.stage import Stage
from tests.helpdesk.fakes import AMARA as AGENT
from tests.helpdesk.fakes import BEN, FakeMemberships, agents_of
from tests.photos.examples import EVERYTHING, thumbnails_of

DAY = timedelta(hours=24)
RIGHT = "Your photo is the same everywhere"
OLD = "SharePoint has a different photo of you"
UNSURE = "I couldn't check SharePoint's photo"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def recheck(stage: Stage) -> Message:
    """The outbox's row of a recheck that has fallen due."""
    message = await stage.rechecked(DAY)
    stage.clock.now = message.due_at
    return message


async def told(stage: Stage, message: Message) -> Shown:
    """Whatever the message says; raises Withdrawn and NotYet."""
    surface = FakeSurface(stage.channel, CHAT, posted_as="told")
    await SendRecheck(stage.services)(message, CHAT, surface)
    assert surface.shown is not None
    return surface.shown


async def postponed(stage: Stage, message: Message) -> datetime:
    """Until when the message is put off."""
    with pytest.raises(NotYet) as later:
        await told(stage, message)
    return later.value.until


def lead(content: Shown) -> str:
    text: str = content.card["body"][1]["text"]
    return text


async def test_a_photo_that_has_become_right_is_announced(stage: Stage, recheck: Message) -> None:
    stage.sharepoint.files = thumbnails_of(1)
    content = await told(stage, recheck)
    assert title(content) == RIGHT
    made = LANGUAGES.reader(CHAT.person_id, "en", None).moment(recheck.created_at)
    assert lead(content).startswith(f"As promised on {made}, I checked again. It's right now.")


async def test_a_photo_that_is_still_old_is_announced_with_the_next_step(
    stage: Stage, recheck: Message
) -> None:
    stage.capabilities.rights = EVERYTHING - SYNC_SHAREPOINT
    content = await told(stage, recheck)
    assert title(content) == OLD
    assert "isn't right yet" in lead(content)
    assert "IT support" in lead(content)
    assert {"guide", "recheck", "check"} <= verbs(content).keys()


async def test_the_buttons_of_a_sent_recheck_work(stage: Stage, recheck: Message) -> None:
    content = await told(stage, recheck)
    assert stage.cards.only.message_id == "told"
    repair = dict(verbs(content)["sync"])
    assert title(await stage.play(pressed("sync", repair))) == "Done! SharePoint now has this photo"


async def test_a_message_that_is_composed_again_is_the_same_card(
    stage: Stage, recheck: Message
) -> None:
    refused = FakeSurface(stage.channel, CHAT, refusal="busy")
    with pytest.raises(NotDelivered):
        await SendRecheck(stage.services)(recheck, CHAT, refused)
    stage.sharepoint.files = thumbnails_of(1)
    told_at_last = await told(stage, recheck)
    assert stage.cards.only.id == recheck.id
    evidence = record_of(stage.cards.only).evidence
    assert evidence is not None
    assert evidence.verdict is Verdict.IN_SYNC
    assert verbs(told_at_last).keys() == stage.cards.only.offers


@pytest.mark.parametrize(
    "why", [FailureReason.THROTTLED, FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE]
)
async def test_a_recheck_that_cannot_read_is_put_off_for_half_an_hour_at_most(
    stage: Stage, recheck: Message, why: FailureReason
) -> None:
    stage.sharepoint.held = NotRead(why)
    assert await postponed(stage, recheck) == stage.clock() + PAUSE
    stage.clock.now = recheck.due_at + PATIENCE
    content = await told(stage, recheck)
    assert title(content) == UNSURE
    assert "This is what I found" in lead(content)
    assert "recheck" in verbs(content)


async def test_an_account_that_cannot_be_read_is_reported_in_the_end(
    stage: Stage, recheck: Message
) -> None:
    stage.microsoft_365.whose = NotRead(FailureReason.UNAVAILABLE)
    assert await postponed(stage, recheck) == stage.clock() + PAUSE
    stage.clock.now = recheck.due_at + PATIENCE
    content = await told(stage, recheck)
    assert title(content) == "I couldn't check your photo"
    assert "I tried to check again, but couldn't" in lead(content)


async def test_a_missing_permission_does_not_put_a_recheck_off(
    stage: Stage, recheck: Message
) -> None:
    stage.sharepoint.files = dict.fromkeys(thumbnails_of(1), NotRead(FailureReason.NOT_PERMITTED))
    content = await told(stage, recheck)
    assert title(content) == UNSURE


async def test_a_person_who_said_stop_is_sent_nothing(stage: Stage, recheck: Message) -> None:
    await stage.preferences.keep_quiet(CHAT.person_id, quiet=True)
    with pytest.raises(Withdrawn):
        await told(stage, recheck)


@pytest.mark.parametrize(
    "actor",
    [
        Actor.person("somebody else"),
        Actor(ActorKind.AGENT, CHAT.person_id),
        Actor(ActorKind.POLICY),
    ],
)
async def test_a_recheck_by_an_actor_without_the_right_is_withdrawn(
    stage: Stage, recheck: Message, actor: Actor
) -> None:
    with pytest.raises(Withdrawn):
        await told(stage, replace(recheck, actor=actor))
    assert stage.microsoft_365.asked == []


@pytest.fixture
def directory(stage: Stage) -> FakeMemberships:
    found = FakeMemberships()
    stage.agents = agents_of(found)
    return found


async def test_a_recheck_that_an_agent_promised_is_kept_while_they_are_one(
    stage: Stage, recheck: Message, directory: FakeMemberships
) -> None:
    stage.sharepoint.files = thumbnails_of(1)
    promised = replace(recheck, actor=Actor(ActorKind.AGENT, AGENT))
    assert title(await told(stage, promised)) == RIGHT
    left = replace(recheck, actor=Actor(ActorKind.AGENT, BEN))
    with pytest.raises(Withdrawn):
        await told(stage, left)


async def test_where_it_is_not_known_who_is_an_agent_the_recheck_waits_for_a_while(
    stage: Stage, recheck: Message, directory: FakeMemberships
) -> None:
    directory.failing[AGENT] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    promised = replace(recheck, actor=Actor(ActorKind.AGENT, AGENT))
    assert await postponed(stage, promised) == stage.clock.now + PAUSE
    stage.clock.now = recheck.due_at + PATIENCE
    with pytest.raises(Withdrawn):
        await told(stage, promised)
    assert stage.microsoft_365.asked == []
