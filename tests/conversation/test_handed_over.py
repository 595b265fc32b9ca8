"""A repair that a process without the power to write leaves to the worker."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.chat.stores import CardState
from bot.conversation.desk import HANDED_OVER
from bot.conversation.handed_over import Elsewhere, SyncByWorker
from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability
from bot.use_cases.authorizer import Actor, Authorizer
from bot.use_cases.writer import HAVE_REPAIRED
from tests.conversation.fakes import pressed, said, title, verbs
from tests.conversation.stage import Stage
from tests.photos.examples import EVERYTHING, NOTHING
from tests.use_cases.fakes import FakeCapabilities

REPAIRING = "Repairing your photo…"


@dataclass
class Worker:
    """Keeps the jobs that it was asked for, until it is told to do them."""

    jobs: list[UUID] = field(default_factory=list)

    async def ask(self, card_id: UUID) -> None:
        self.jobs.append(card_id)

    async def work(self, stage: Stage, rights: frozenset[Capability] = EVERYTHING) -> None:
        """Do them all, in another process than the bot."""
        sync = self.sync(stage, rights)
        await asyncio.gather(*(sync(card_id) for card_id in self.jobs))

    def sync(self, stage: Stage, rights: frozenset[Capability]) -> SyncByWorker:
        """What does a job in a process that has these rights."""
        there = replace(stage, owner="the worker", capabilities=FakeCapabilities(rights))
        return SyncByWorker(
            there.capabilities,
            there.desk,
            there.examine,
            there.speech,
            there,
            Authorizer(),
            lambda _card, _act: stage.diary,
        )


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def stage(worker: Worker) -> Stage:
    asked_for = FakeCapabilities(HAVE_REPAIRED)
    return Stage(
        capabilities=FakeCapabilities(EVERYTHING - REPAIR_SHAREPOINT | HAVE_REPAIRED),
        elsewhere=Elsewhere(asked_for, worker.ask),
    )


async def offered(stage: Stage) -> dict[str, str]:
    return dict(verbs(await stage.play(said("my photo is wrong")))["sync"])


def written(stage: Stage) -> list[str]:
    return [line for line in stage.sharepoint.asked if line.startswith(("write", "set"))]


async def test_a_press_shows_repairing_and_writes_nothing_here(
    stage: Stage, worker: Worker
) -> None:
    reply = await stage.play(pressed("sync", await offered(stage)))
    assert (title(reply), written(stage)) == (REPAIRING, [])
    assert worker.jobs == [stage.cards.only.id]
    assert stage.cards.only.state is CardState.SYNCING


async def test_the_worker_repairs_and_shows_it_on_the_same_card(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    await worker.work(stage)
    [(message_id, card)] = stage.messenger.updates
    assert (message_id, title(card)) == ("message", "Fixed")
    assert len(written(stage)) == 3
    assert stage.cards.only.state is CardState.CHECKED


async def test_the_job_is_asked_for_after_the_answer_so_that_repairing_is_not_shown_last(
    stage: Stage, worker: Worker
) -> None:
    data = await offered(stage)
    reply = await stage.door.dispatch(pressed("sync", data))
    assert title(reply) == REPAIRING
    assert worker.jobs == []


async def test_a_double_tap_asks_once(stage: Stage, worker: Worker) -> None:
    data = await offered(stage)
    first, second = await asyncio.gather(
        stage.play(pressed("sync", data, "2")), stage.play(pressed("sync", data, "3"))
    )
    assert (title(first), second, len(worker.jobs)) == (REPAIRING, None, 1)


async def test_a_job_that_is_run_twice_repairs_once(stage: Stage, worker: Worker) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    worker.jobs *= 2
    await worker.work(stage)
    assert len(written(stage)) == 3
    assert len(stage.messenger.updates) == 1


async def test_a_worker_that_may_not_write_leaves_the_job_to_one_that_may(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    reading = EVERYTHING - REPAIR_SHAREPOINT
    left = stage.cards.only
    await worker.work(stage, reading)
    assert (stage.messenger.updates, written(stage), stage.cards.only) == ([], [], left)
    await worker.work(stage)
    assert len(written(stage)) == 3
    await worker.work(stage, reading)
    assert (len(written(stage)), len(stage.messenger.updates)) == (3, 1)


@pytest.mark.parametrize(
    ("rights", "may"),
    [
        (EVERYTHING, True),
        (REPAIR_SHAREPOINT, True),
        (EVERYTHING - {Capability.WRITE_SHAREPOINT_FILES}, False),
        (HAVE_REPAIRED, False),
        (NOTHING, False),
    ],
)
async def test_only_who_may_repair_sharepoint_takes_jobs(
    stage: Stage, worker: Worker, rights: frozenset[Capability], may: bool
) -> None:
    assert await worker.sync(stage, rights).may_write() is may


async def test_what_nobody_took_in_time_is_not_done_by_who_may_not(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    stage.clock.now += HANDED_OVER
    await worker.work(stage, NOTHING)
    assert (written(stage), stage.messenger.updates) == ([], [])


async def test_a_job_that_comes_too_late_writes_nothing(stage: Stage, worker: Worker) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    stage.clock.now += HANDED_OVER
    await worker.work(stage)
    assert written(stage) == []


async def test_a_card_that_no_worker_takes_is_finished_by_looking_anew(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    stage.clock.now += HANDED_OVER - timedelta(seconds=1)
    await stage.recover.once()
    assert stage.messenger.updates == []
    stage.clock.now += timedelta(seconds=1)
    await stage.recover.once()
    [(_, card)] = stage.messenger.updates
    assert "sync" in verbs(card)
    await worker.work(stage)
    assert written(stage) == []


async def test_nothing_is_shown_to_somebody_who_left_meanwhile(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    stage.reachable = False
    await worker.work(stage)
    assert (written(stage), stage.cards.rows) == ([], {})


async def test_the_worker_syncs_nothing_for_an_actor_who_may_not(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    row = stage.cards.only
    stage.cards.rows[row.id] = replace(row, actor=Actor.person("somebody else"))
    await worker.work(stage)
    assert written(stage) == []
    [(_, card)] = stage.messenger.updates
    assert title(card) == "Something went wrong on my side"


async def test_where_no_worker_may_repair_it_is_done_here(worker: Worker) -> None:
    stage = Stage(elsewhere=Elsewhere(FakeCapabilities(NOTHING), worker.ask))
    reply = await stage.play(pressed("sync", await offered(stage)))
    assert (title(reply), worker.jobs) == ("Fixed", [])
