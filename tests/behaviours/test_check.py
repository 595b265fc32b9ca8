"""“My photo is wrong”, from the first answer to the result that comes later."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.chat.card_sessions import MESSAGE_SECONDS, PRESS_SECONDS
from bot.chat.stores import CardState
from bot.core.failures import FailureReason
from bot.core.lease import LEASE, RENEWAL_SECONDS
from bot.photos.causes import Cause, Remedy
from bot.photos.readings import NoAccount, NotRead
from bot.photos.verdict import Verdict
from bot.results.record import record_of
from tests.behaviours.fakes import pressed, said, title, turn, verbs
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT, thumbnails_of
from tests.use_cases.fakes import BrokenMicrosoft365

WRONG = "my photo is wrong"
CHECKED = "SharePoint has a different photo of you"
CHECKING = "Checking your photo…"
APOLOGY = "Something went wrong on my side"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_nobody_waits_longer_than_two_seconds_for_the_first_answer() -> None:
    assert MESSAGE_SECONDS <= 1
    assert PRESS_SECONDS <= 2


async def test_a_result_that_is_quick_is_the_answer(stage: Stage) -> None:
    reply = await stage.play(said(WRONG))
    assert title(reply) == CHECKED
    assert stage.channel.updates == []


async def test_the_row_is_written_before_anything_is_read(stage: Stage) -> None:
    stage.sharepoint.together = 99
    answering = asyncio.create_task(stage.play(said(WRONG)))
    await stage.sharepoint.was_asked.wait()
    assert stage.cards.history == [CardState.CHECKING]
    stage.sharepoint.all_here.set()
    assert title(await answering) == CHECKED


async def test_the_row_knows_the_message_and_what_was_found(stage: Stage) -> None:
    await stage.play(said(WRONG), "message-7")
    row = stage.cards.only
    assert (row.state, row.message_id, row.lease) == (CardState.CHECKED, "message-7", None)
    shown, evidence = record_of(row).shown, record_of(row).evidence
    assert shown is not None
    assert shown.etag == "etag-1"
    assert evidence is not None
    assert (evidence.verdict, evidence.remedy) == (Verdict.DIFFERS, Remedy.REPAIR)
    assert evidence.causes == (Cause.SHAREPOINT_OLD,)


async def test_a_slow_check_answers_at_once_and_updates_the_same_message_later(
    stage: Stage,
) -> None:
    stage.patience = 0
    reply = await stage.play(said(WRONG), "message-7")
    assert title(reply) == CHECKING
    [(message_id, card)] = stage.channel.updates
    assert (message_id, title(card)) == ("message-7", CHECKED)
    assert stage.cards.only.state is CardState.CHECKED


async def test_a_slow_check_is_under_lease_until_its_result_is_shown(stage: Stage) -> None:
    stage.patience, stage.sharepoint.together = 0, 99
    assert title(await stage.begin(said(WRONG))) == CHECKING
    await stage.sharepoint.was_asked.wait()
    row = stage.cards.only
    assert row.lease is not None
    assert (row.lease.owner, row.lease.until) == (stage.owner, stage.clock.now + LEASE)
    assert (row.state, row.message_id) == (CardState.CHECKING, "message")
    stage.sharepoint.all_here.set()
    await stage.finish()
    assert stage.cards.only.lease is None


def test_a_lease_outlasts_several_renewals() -> None:
    assert LEASE.total_seconds() >= 3 * RENEWAL_SECONDS


async def test_an_activity_that_is_sent_again_is_answered_once(stage: Stage) -> None:
    assert await stage.play(said(WRONG, "activity-1")) is not None
    assert await stage.play(said(WRONG, "activity-1")) is None
    assert await stage.play(said(WRONG, "activity-2")) is not None
    assert len(stage.cards.rows) == 2


async def test_a_button_that_checks_again_keeps_the_message(stage: Stage) -> None:
    reply = await stage.play(pressed("check", {}, message_id="message-3"))
    assert title(reply) == CHECKED
    assert stage.cards.only.message_id == "message-3"
    assert (stage.cards.only.state, stage.cards.only.lease) == (CardState.CHECKED, None)


@pytest.mark.parametrize("patience", [0, 60])
async def test_an_unexpected_failure_ends_in_an_apology_and_a_button(
    stage: Stage, patience: float
) -> None:
    stage.patience = patience
    stage.microsoft_365 = BrokenMicrosoft365()
    reply = await stage.play(said(WRONG))
    shown = stage.channel.updates[0][1] if patience == 0 else reply
    assert title(shown) == APOLOGY
    assert list(verbs(shown)) == ["check"]
    assert stage.cards.only.state is CardState.CHECKED


@pytest.mark.parametrize("account", [NoAccount(), NotRead(FailureReason.TIMED_OUT)])
async def test_somebody_who_cannot_be_looked_up_is_told_so(
    stage: Stage, account: NoAccount | NotRead
) -> None:
    stage.microsoft_365.whose = account
    reply = await stage.play(said(WRONG))
    assert title(reply) == "I couldn't check your photo"
    assert stage.sharepoint.asked == []


async def test_a_card_that_cannot_be_updated_just_now_is_left_to_be_recovered(
    stage: Stage,
) -> None:
    stage.patience, stage.channel.refusal = 0, "throttled"
    await stage.play(said(WRONG))
    assert stage.cards.only.state is CardState.CHECKING
    assert stage.cards.only.lease is not None


@pytest.mark.parametrize("reason", ["blocked", "gone", "message_gone", "not_installed"])
async def test_a_result_whose_waiting_card_was_deleted_is_a_new_message(
    stage: Stage, reason: str
) -> None:
    stage.patience, stage.channel.update_refusal = 0, reason
    await stage.play(said(WRONG))
    assert [title(card) for card in stage.channel.sent] == [CHECKED]
    assert (stage.cards.only.state, stage.cards.only.message_id) == (
        CardState.CHECKED,
        "new message",
    )


@pytest.mark.parametrize("refusal", [None, "unconfirmed", "throttled"])
async def test_a_result_without_a_known_waiting_card_is_a_new_message(
    stage: Stage, refusal: str | None
) -> None:
    stage.patience, stage.refusal = 0, refusal
    await stage.play(said(WRONG), message_id=None)
    assert stage.channel.updates == []
    assert [title(card) for card in stage.channel.sent] == [CHECKED]
    assert stage.cards.only.message_id == "new message"


async def test_a_result_that_may_have_been_delivered_is_not_sent_again(stage: Stage) -> None:
    stage.refusal = "unconfirmed"
    await stage.play(said(WRONG))
    assert (stage.cards.only.state, stage.cards.only.lease) == (CardState.CHECKED, None)
    assert stage.channel.sent == []


async def test_cancelling_a_turn_cancels_its_work(stage: Stage) -> None:
    stage.patience, stage.sharepoint.together = 0, 99
    before = asyncio.all_tasks()
    assert title(await stage.begin(said(WRONG))) == CHECKING
    await stage.sharepoint.was_asked.wait()
    await stage.crash()
    stage.sharepoint.all_here.set()
    # Others may have asked for the check meanwhile, so it goes on, and nothing else does.
    await asyncio.wait(asyncio.all_tasks() - before, timeout=5)
    assert asyncio.all_tasks() == before
    assert stage.channel.updates == []
    assert stage.cards.only.state is CardState.CHECKING


async def test_a_client_in_an_unknown_language_is_answered_in_english(
    stage: Stage,
) -> None:
    assert title(await stage.play(turn(said(WRONG).event, locale="tlh-KX"))) == CHECKED


async def test_a_failure_is_logged_without_its_message_which_may_name_people(
    stage: Stage,
) -> None:
    stage.microsoft_365 = BrokenMicrosoft365()
    with capture_logs() as logs:
        await stage.play(said(WRONG))
    assert [(line["event"], line["error"]) for line in logs] == [("work_failed", "RuntimeError")]
    assert "nobody foresaw" not in str(logs)


async def test_a_guest_whom_the_client_does_not_name_as_one_is_declined(stage: Stage) -> None:
    stage.microsoft_365.whose = replace(ACCOUNT, guest=True)
    reply = await stage.play(said(WRONG))
    assert title(reply) == "I can only help members of this organisation"
    assert stage.sharepoint.files == thumbnails_of(2)
