"""“My photo is wrong”, from the answer within two seconds to the result that comes later."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.chat.conversation import ConversationReference
from bot.chat.reply import Card
from bot.chat.stores import CardRow, CardState
from bot.conversation.desk import LEASE, PATIENCE, RENEWAL
from bot.core.failures import FailureReason
from bot.core.lease import Lease
from bot.photos.causes import Cause, Remedy
from bot.photos.readings import NoAccount, NotRead
from bot.photos.verdict import Verdict
from bot.results.record import from_facts
from bot.texts import general as texts
from tests.conversation.fakes import CHAT, FakeMessenger, pressed, said, title, turn, verbs
from tests.conversation.stage import Stage
from tests.photos.examples import ACCOUNT, thumbnails_of
from tests.use_cases.fakes import BrokenMicrosoft365

WRONG = "my photo is wrong"
CHECKED = "Your photo is not the same everywhere"
CHECKING = "Checking your photo…"
APOLOGY = "Something went wrong on my side"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_nobody_waits_longer_than_two_seconds_for_the_first_answer() -> None:
    assert PATIENCE <= 2


async def test_a_result_that_is_quick_is_the_answer(stage: Stage) -> None:
    reply = await stage.play(said(WRONG))
    assert title(reply) == CHECKED
    assert stage.messenger.updates == []


async def test_the_row_is_written_before_anything_is_read(stage: Stage) -> None:
    stage.sharepoint.together = 99
    answering = asyncio.create_task(stage.door.dispatch(said(WRONG)))
    await stage.sharepoint.was_asked.wait()
    assert stage.cards.history == [CardState.CHECKING]
    stage.sharepoint.all_here.set()
    await answering


async def test_the_row_knows_the_message_and_what_was_found(stage: Stage) -> None:
    await stage.play(said(WRONG), "message-7")
    row = stage.cards.only
    assert (row.state, row.message_id, row.lease) == (CardState.CHECKED, "message-7", None)
    assert row.facts["etag"] == "etag-1"
    evidence = from_facts(row.facts)
    assert evidence is not None
    assert (evidence.verdict, evidence.remedy) == (Verdict.DIFFERS, Remedy.REPAIR)
    assert evidence.causes == (Cause.SHAREPOINT_OLD,)


async def test_a_slow_check_answers_at_once_and_updates_the_same_message_later(
    stage: Stage,
) -> None:
    stage.patience = 0
    reply = await stage.play(said(WRONG), "message-7")
    assert title(reply) == CHECKING
    [(message_id, card)] = stage.messenger.updates
    assert (message_id, title(card)) == ("message-7", CHECKED)
    assert stage.cards.only.state is CardState.CHECKED


async def test_a_slow_check_is_under_lease_until_its_result_is_shown(stage: Stage) -> None:
    stage.patience = 0
    reply = await stage.door.dispatch(said(WRONG))
    assert reply is not None
    assert reply.delivered is not None
    await reply.delivered("message")
    lease = stage.cards.only.lease
    assert lease is not None
    assert (lease.owner, lease.until) == (stage.owner, stage.clock.now + LEASE)
    assert reply.afterwards is not None
    await reply.afterwards()
    assert stage.cards.only.lease is None


def test_a_lease_outlasts_several_renewals() -> None:
    assert LEASE.total_seconds() >= 3 * RENEWAL


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
async def test_whatever_breaks_the_person_gets_an_apology_and_a_way_on(
    stage: Stage, patience: float
) -> None:
    stage.patience = patience
    stage.microsoft_365 = BrokenMicrosoft365()
    reply = await stage.play(said(WRONG))
    shown = stage.messenger.updates[0][1] if patience == 0 else reply
    assert title(shown) == APOLOGY
    assert list(verbs(shown)) == ["check"]
    assert stage.cards.only.state is CardState.CHECKED


@pytest.mark.parametrize("account", [NoAccount(), NotRead(FailureReason.TIMED_OUT)])
async def test_somebody_who_cannot_be_looked_up_is_told_so(
    stage: Stage, account: NoAccount | NotRead
) -> None:
    stage.microsoft_365.whose = account
    reply = await stage.play(said(WRONG))
    assert title(reply) == "I could not look at your photo"
    assert stage.sharepoint.asked == []


async def test_a_card_that_cannot_be_updated_just_now_is_left_to_be_recovered(
    stage: Stage,
) -> None:
    stage.patience, stage.messenger.refusal = 0, "throttled"
    await stage.play(said(WRONG))
    assert stage.cards.only.state is CardState.CHECKING
    assert stage.cards.only.lease is not None


@pytest.mark.parametrize("reason", ["blocked", "gone", "message_gone", "not_installed"])
async def test_a_card_that_nobody_can_see_any_more_is_done_with(stage: Stage, reason: str) -> None:
    stage.patience, stage.messenger.refusal = 0, reason
    await stage.play(said(WRONG))
    assert stage.cards.only.state is CardState.CHECKED


@pytest.mark.parametrize("delivered", [True, False], ids=["perhaps", "not at all"])
async def test_where_no_waiting_card_is_known_to_be_there_the_result_gets_a_message_of_its_own(
    stage: Stage, delivered: bool
) -> None:
    stage.patience = 0
    reply = await stage.door.dispatch(said(WRONG))
    assert reply is not None
    assert reply.delivered is not None
    assert reply.afterwards is not None
    if delivered:
        await reply.delivered(None)
    await reply.afterwards()
    assert stage.messenger.updates == []
    assert [title(card) for card in stage.messenger.sent] == [CHECKED]
    assert stage.cards.only.message_id == "new message"


async def test_a_result_that_may_have_been_delivered_is_done_with(stage: Stage) -> None:
    reply = await stage.door.dispatch(said(WRONG))
    assert reply is not None
    assert reply.delivered is not None
    await reply.delivered(None)
    assert (stage.cards.only.state, stage.cards.only.lease) == (CardState.CHECKED, None)


async def test_a_card_that_takes_long_to_be_shown_is_not_taken_over_meanwhile(
    stage: Stage,
) -> None:
    stage.messenger = slow = SlowMessenger(stage)
    desk = replace(stage.desk, sleep=lambda _: asyncio.sleep(0))
    row = await desk.open(said(WRONG), CardState.CHECKING)
    assert row is not None
    screens = stage.speech.screens("en", texts.checking)
    await desk.finish(CHAT, row, desk.start(row, stage.examine.checked(row)), screens)
    assert (slow.orphans, len(slow.sent)) == ([], 1)


async def test_work_is_cancelled_with_whoever_waits_for_it(stage: Stage) -> None:
    stage.patience, stage.sharepoint.together = 0, 99
    reply = await stage.door.dispatch(said(WRONG))
    assert reply is not None
    assert reply.delivered is not None
    assert reply.afterwards is not None
    await reply.delivered("message")
    finishing = asyncio.ensure_future(reply.afterwards())
    await asyncio.sleep(0)
    before = asyncio.all_tasks()
    finishing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await finishing
    assert before - {asyncio.current_task()} - asyncio.all_tasks() >= {finishing}
    assert stage.cards.only.state is CardState.CHECKING


async def test_what_is_said_in_the_language_of_the_client_falls_back_to_english(
    stage: Stage,
) -> None:
    assert title(await stage.play(turn(said(WRONG).event, locale="tlh-KX"))) == CHECKED


async def test_what_breaks_is_logged_without_its_words_for_they_may_name_people(
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
    assert title(reply) == "I look after members of this organisation"
    assert stage.sharepoint.files == thumbnails_of(2)


class SlowMessenger(FakeMessenger):
    """Takes longer than a lease for a message, and looks for orphans meanwhile."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.orphans: list[CardRow] = []

    async def send(self, where: ConversationReference, card: Card, summary: str) -> str:
        for _ in range(12):
            self._stage.clock.advance(RENEWAL)
            for _ in range(5):
                await asyncio.sleep(0)
            now = self._stage.clock.now
            self.orphans += await self._stage.cards.take_orphans(Lease("another", now), now)
        return await super().send(where, card, summary)
