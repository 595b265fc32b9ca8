"""Cards that a process left behind when it ended."""

import asyncio

import pytest

from bot.chat.card_session import FIRST_PAUSE
from bot.chat.stores import CardState
from bot.core.lease import LEASE, Lease
from tests.behaviours.bot_in_memory import old_picture
from tests.behaviours.fakes import pressed, said, title, verbs
from tests.behaviours.stage import Stage
from tests.use_cases.fakes import BrokenMicrosoft365

CHECKED = "SharePoint has a different photo of you"


@pytest.fixture
def stage() -> Stage:
    return Stage(patience=0)


async def left_checking(stage: Stage, *, shown: bool = True) -> None:
    """A process answers “checking”, or does not come so far, and ends."""
    stage.sharepoint.together = 99
    stage.patience = 0 if shown else 60
    answering = asyncio.create_task(stage.begin(said("my photo is wrong")))
    await stage.sharepoint.was_asked.wait()
    if shown:
        assert title(await answering) == "Checking your photo…"
    await stage.crash()
    await answering
    assert stage.cards.only.message_id == ("message" if shown else None)
    stage.sharepoint.all_here.set()
    stage.sharepoint = old_picture()


async def test_a_card_left_checking_gets_its_result(stage: Stage) -> None:
    await left_checking(stage)
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    [(message_id, card)] = stage.channel.updates
    assert (message_id, title(card)) == ("message", CHECKED)
    assert (stage.cards.only.state, stage.cards.only.lease) == (CardState.CHECKED, None)


async def test_a_recovered_card_can_be_repaired(stage: Stage) -> None:
    await left_checking(stage)
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    stage.patience = 60
    repair = dict(verbs(stage.channel.updates[0][1])["sync"])
    assert title(await stage.play(pressed("sync", repair))) == "Done! SharePoint now has this photo"


async def test_a_card_whose_process_lives_is_left_alone(stage: Stage) -> None:
    await left_checking(stage)
    stage.clock.advance(LEASE.total_seconds() - 1)
    await stage.finish_orphans()
    assert stage.channel.updates == []


async def test_an_interrupted_repair_ends_in_a_check_and_is_not_continued(
    stage: Stage,
) -> None:
    stage.patience = 60
    reply = await stage.play(said("my photo is wrong"))
    row = stage.cards.only
    assert await stage.cards.move(
        row.id,
        {CardState.CHECKED},
        CardState.SYNCING,
        owner=None,
        lease=Lease("a process", stage.clock.now + LEASE),
    )
    assert list(verbs(reply)) == ["sync", "use_sharepoint_picture", "check", "explain"]
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    [(_, card)] = stage.channel.updates
    assert title(card) == CHECKED
    assert not [line for line in stage.sharepoint.asked if line.startswith("write")]
    assert stage.cards.only.state is CardState.CHECKED


async def test_a_request_that_was_interrupted_before_its_answer_is_answered(stage: Stage) -> None:
    await left_checking(stage, shown=False)
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    assert [title(card) for card in stage.channel.sent] == [CHECKED]
    assert stage.channel.updates == []
    row = stage.cards.only
    assert (row.state, row.message_id, row.lease) == (CardState.CHECKED, "new message", None)


async def test_an_answer_that_may_have_been_delivered_is_not_sent_again(stage: Stage) -> None:
    await left_checking(stage, shown=False)
    stage.channel.refusal = "unconfirmed"
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    assert (stage.cards.only.state, stage.cards.only.lease) == (CardState.CHECKED, None)


async def test_a_card_of_somebody_who_cannot_be_reached_is_dropped(stage: Stage) -> None:
    await left_checking(stage)
    stage.chats.reachable = False
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    assert (stage.cards.rows, stage.channel.updates) == ({}, [])


async def test_a_card_that_could_not_be_updated_is_tried_again_until_it_can(
    stage: Stage,
) -> None:
    await left_checking(stage)
    stage.channel.refusal = "unavailable"
    for _ in range(2):
        stage.clock.advance(FIRST_PAUSE.total_seconds())
        await stage.finish_orphans()
    stage.channel.refusal = None
    stage.clock.advance(FIRST_PAUSE.total_seconds())
    await stage.finish_orphans()
    assert [title(card) for _, card in stage.channel.updates] == [CHECKED]


async def test_a_failure_while_finishing_an_orphan_ends_in_an_apology(stage: Stage) -> None:
    await left_checking(stage)
    stage.microsoft_365 = BrokenMicrosoft365()
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    assert [title(card) for _, card in stage.channel.updates] == ["Something went wrong on my side"]
