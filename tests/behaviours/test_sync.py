"""The button that overwrites: for whom it was offered, once, and what it may not do."""

import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from bot.behaviours.sync.behaviour import sync_by_worker
from bot.chat.card_sessions import JOB_STARTS_WITHIN, NOBODY
from bot.chat.stores import CardState
from bot.chat.turn import Pressed
from bot.core.failures import FailureReason, ServiceFailure
from bot.core.lease import Lease
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.photos.library import Thumbnails
from bot.photos.readings import NotRead, Size
from bot.use_cases.audit import Effect
from tests.behaviours.fake_cards import FakeCards
from tests.behaviours.fakes import pressed, said, title, turn, verbs
from tests.behaviours.memory import FakeEffects
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT, EVERYTHING, photo, thumbnails_of
from tests.use_cases.fakes import FakeSharePoint

CHECKED = "SharePoint has a different photo of you"
REPAIRING = "Updating your photo…"


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def offered(stage: Stage) -> dict[str, str]:
    """The data of the repair button on a card that was just shown."""
    reply = await stage.play(said("my photo is wrong"))
    return dict(verbs(reply)["sync"])


def written(stage: Stage) -> list[str]:
    return [line for line in stage.sharepoint.asked if line.startswith(("write", "set"))]


async def test_one_press_repairs_and_shows_that_it_was_read_back(stage: Stage) -> None:
    reply = await stage.play(pressed("sync", await offered(stage)))
    assert title(reply) == "Done! SharePoint now has this photo"
    assert len(written(stage)) == 3
    assert stage.cards.only.state is CardState.CHECKED


async def test_while_the_account_cannot_be_read_nothing_is_written_and_the_card_says_so(
    stage: Stage,
) -> None:
    data = await offered(stage)
    stage.microsoft_365.whose = NotRead(FailureReason.TIMED_OUT)
    reply = await stage.play(pressed("sync", data))
    assert title(reply) == "I couldn't check your photo"
    assert "I have changed nothing." in words(reply)
    assert written(stage) == []


async def test_the_row_says_repairing_before_anything_is_written(stage: Stage) -> None:
    data = await offered(stage)
    stage.effects = noting = Noting(stage.cards)
    await stage.play(pressed("sync", data))
    assert noting.states == {CardState.SYNCING}


async def test_a_slow_repair_answers_at_once_and_updates_the_card_later(stage: Stage) -> None:
    data = await offered(stage)
    stage.patience = 0
    reply = await stage.play(pressed("sync", data))
    assert title(reply) == REPAIRING
    [(message_id, card)] = stage.channel.updates
    assert (message_id, title(card)) == ("message", "Done! SharePoint now has this photo")


async def test_a_double_tap_writes_once_and_leaves_the_card_alone(stage: Stage) -> None:
    data = await offered(stage)
    stage.patience = 0
    first, second = await asyncio.gather(
        stage.play(pressed("sync", data, "2")), stage.play(pressed("sync", data, "3"))
    )
    assert (title(first), second) == (REPAIRING, None)
    assert len(written(stage)) == 3
    assert [title(card) for _, card in stage.channel.updates] == [
        "Done! SharePoint now has this photo"
    ]


async def test_a_press_after_the_repair_writes_nothing_more(stage: Stage) -> None:
    data = await offered(stage)
    await stage.play(pressed("sync", data, "2"))
    again = await stage.play(pressed("sync", data, "3"))
    assert title(again) == "Your photo is the same everywhere"
    assert len(written(stage)) == 3


async def test_a_repair_that_was_just_refused_is_not_offered_again(stage: Stage) -> None:
    data = await offered(stage)
    stage.sharepoint = Denying(files=thumbnails_of(2))
    reply = await stage.play(pressed("sync", data))
    assert title(reply) != "Done! SharePoint now has this photo"
    assert "sync" not in verbs(reply)


async def test_pressing_somebody_elses_card_checks_the_presser_and_writes_nothing(
    stage: Stage,
) -> None:
    data = await offered(stage)
    stranger = turn(Pressed("sync", data, "message"), "2", person_id="somebody else")
    assert title(await stage.play(stranger)) == "I couldn't check your photo"
    assert written(stage) == []


async def test_a_card_of_another_conversation_writes_nothing(stage: Stage) -> None:
    data = await offered(stage)
    elsewhere = turn(Pressed("sync", data, "message"), "2", conversation_id="a:2")
    assert title(await stage.play(elsewhere)) == CHECKED
    assert written(stage) == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"card": None},
        {"card": ""},
        {"card": "not an id"},
        {"card": 7},
        {"card": ["x"]},
        {"card": {"a": 1}},
        {"card": str(uuid4())},
        {"card": "0" * 100_000},
    ],
)
async def test_a_card_that_does_not_exist_gives_a_fresh_check(
    stage: Stage, data: dict[str, object]
) -> None:
    assert title(await stage.play(pressed("sync", data))) == CHECKED
    assert written(stage) == []


async def test_a_repair_that_was_not_offered_is_not_done(stage: Stage) -> None:
    stage.capabilities.rights = EVERYTHING - SYNC_SHAREPOINT
    await stage.play(said("my photo is wrong"))
    card = str(stage.cards.only.id)
    stage.capabilities.rights = EVERYTHING
    assert title(await stage.play(pressed("sync", {"card": card}))) == CHECKED
    assert written(stage) == []


async def test_a_press_while_the_card_is_still_checking_writes_nothing(stage: Stage) -> None:
    stage.patience, stage.sharepoint.together = 0, 99
    await stage.begin(said("my photo is wrong"))
    card = str(stage.cards.only.id)
    assert stage.cards.only.state is CardState.CHECKING
    await stage.begin(pressed("sync", {"card": card}))
    stage.sharepoint.all_here.set()
    await stage.finish()
    assert written(stage) == []


async def test_a_card_from_before_the_photo_changed_writes_nothing(stage: Stage) -> None:
    data = await offered(stage)
    stage.microsoft_365.picture = photo(3)
    reply = await stage.play(pressed("sync", data))
    assert title(reply) == "Your photo has changed meanwhile"
    assert written(stage) == []


async def test_another_photo_without_an_etag_is_not_copied_unseen(stage: Stage) -> None:
    stage.microsoft_365.picture = replace(photo(1), etag=None)
    data = await offered(stage)
    stage.microsoft_365.picture = replace(photo(3), etag=None)
    reply = await stage.play(pressed("sync", data, "2"))
    assert (title(reply), written(stage)) == ("Your photo has changed meanwhile", [])
    again = await stage.play(pressed("sync", dict(verbs(reply)["sync"]), "3"))
    assert title(again) == "Done! SharePoint now has this photo"


async def test_what_a_worker_can_not_read_of_a_card_is_not_taken_for_consent(
    stage: Stage,
) -> None:
    data = await offered(stage)
    row = stage.cards.only
    unknown = replace(row, record={}, lease=Lease(NOBODY, stage.clock() + JOB_STARTS_WITHIN))
    stage.cards.rows[row.id] = replace(unknown, state=CardState.SYNCING)
    await sync_by_worker(row.id, stage.services)
    assert written(stage) == []
    assert data["card"] == str(row.id)


async def test_after_the_photo_changed_the_new_card_repairs(stage: Stage) -> None:
    data = await offered(stage)
    stage.microsoft_365.picture = photo(3)
    reply = await stage.play(pressed("sync", data, "2"))
    again = await stage.play(pressed("sync", dict(verbs(reply)["sync"]), "3"))
    assert title(again) == "Done! SharePoint now has this photo"


async def test_somebody_who_has_become_a_guest_meanwhile_is_declined(stage: Stage) -> None:
    data = await offered(stage)
    stage.microsoft_365.whose = replace(ACCOUNT, guest=True)
    reply = await stage.play(pressed("sync", data))
    assert title(reply) == "I can only help members of this organisation"
    assert written(stage) == []


async def test_a_repair_that_breaks_ends_in_an_apology_and_not_in_a_claim(stage: Stage) -> None:
    data = await offered(stage)
    stage.effects = Full()
    reply = await stage.play(pressed("sync", data))
    assert title(reply) == "Something went wrong on my side"
    assert written(stage) == []


async def test_the_check_before_a_repair_that_breaks_can_still_be_explained(
    stage: Stage,
) -> None:
    data = await offered(stage)
    stage.effects = Full()
    await stage.play(pressed("sync", data))
    assert title(await stage.play(said("why?", "3"))) == "Why I say so"


class Noting(FakeEffects):
    """Notes the state of the card before and after each write."""

    def __init__(self, cards: FakeCards) -> None:
        super().__init__()
        self.states: set[CardState] = set()
        self._cards = cards

    async def begin(self, effect: Effect, lease: UUID) -> bool:
        self.states.add(self._cards.only.state)
        return await super().begin(effect, lease)

    async def finish(self, effect_id: UUID, outcome: str, detail: str | None, at: datetime) -> None:
        self.states.add(self._cards.only.state)
        await super().finish(effect_id, outcome, detail, at)


class Full(FakeEffects):
    async def begin(self, effect: Effect, lease: UUID) -> bool:
        raise OSError("disk full")


class Denying(FakeSharePoint):
    """Lets files be read, and none be written."""

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        raise ServiceFailure("sharepoint", FailureReason.NOT_PERMITTED)
