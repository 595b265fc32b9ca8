"""A sync that a process without the power to write leaves to a worker."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.behaviours.sync.behaviour import sync_by_worker
from bot.chat.card_sessions import JOB_STARTS_WITHIN
from bot.chat.stores import CardState
from bot.chat.surface import Card
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.use_cases.authorizer import Actor
from bot.use_cases.writer import HAVE_SYNCED
from tests.behaviours.fakes import FakeSurface, pressed, said, title, verbs
from tests.behaviours.stage import Stage
from tests.photos.examples import EVERYTHING
from tests.use_cases.fakes import FakeCapabilities

REPAIRING = "Updating your photo…"


@dataclass
class Worker:
    """Keeps the jobs that it was asked for, until it is told to do them.

    `lives` tells whether one that may write is there.
    """

    lives: bool = True
    jobs: list[UUID] = field(default_factory=list)

    async def may_sync(self) -> bool:
        return self.lives

    async def sync(self, card_id: UUID) -> None:
        self.jobs.append(card_id)

    async def work(self, stage: Stage) -> None:
        """Do them all, in another process than the bot."""
        rights = FakeCapabilities(EVERYTHING)
        there = replace(stage, owner="the worker", capabilities=rights, writes=None)
        await asyncio.gather(*(sync_by_worker(card_id, there.services) for card_id in self.jobs))


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def stage(worker: Worker) -> Stage:
    here = FakeCapabilities(EVERYTHING - SYNC_SHAREPOINT | HAVE_SYNCED)
    return Stage(capabilities=here, writes=worker)


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
    [(message_id, card)] = stage.channel.updates
    assert (message_id, title(card)) == ("message", "Done! SharePoint now has this photo")
    assert len(written(stage)) == 3
    assert stage.cards.only.state is CardState.CHECKED


async def test_no_undo_is_offered_for_what_a_worker_overwrote(stage: Stage, worker: Worker) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    await worker.work(stage)
    [(_, card)] = stage.channel.updates
    assert "undo" not in verbs(card)
    assert "undo" not in stage.cards.only.offers


async def test_the_job_is_asked_for_after_the_answer_so_that_repairing_is_not_shown_last(
    stage: Stage, worker: Worker
) -> None:
    press = pressed("sync", await offered(stage))
    surface = Unwritten(stage.channel, press.where, "message")
    answering = asyncio.create_task(stage.dispatcher(replace(press, surface=surface)))
    await surface.first.wait()
    await asyncio.sleep(0.01)
    assert worker.jobs == []
    surface.written.set()
    await answering
    assert (title(surface.shown), len(worker.jobs)) == (REPAIRING, 1)


async def test_a_double_tap_enqueues_one_job(stage: Stage, worker: Worker) -> None:
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
    assert len(stage.channel.updates) == 1


async def test_a_job_that_comes_too_late_writes_nothing(stage: Stage, worker: Worker) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    stage.clock.now += JOB_STARTS_WITHIN
    await worker.work(stage)
    assert written(stage) == []


async def test_a_card_that_no_worker_takes_is_finished_by_a_new_check(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    stage.clock.now += JOB_STARTS_WITHIN - timedelta(seconds=1)
    await stage.finish_orphans()
    assert stage.channel.updates == []
    stage.clock.now += timedelta(seconds=1)
    await stage.finish_orphans()
    [(_, card)] = stage.channel.updates
    assert "sync" in verbs(card)
    await worker.work(stage)
    assert written(stage) == []


async def test_nothing_is_shown_to_somebody_who_left_meanwhile(
    stage: Stage, worker: Worker
) -> None:
    await stage.play(pressed("sync", await offered(stage)))
    stage.chats.reachable = False
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
    [(_, card)] = stage.channel.updates
    assert title(card) == "Something went wrong on my side"


async def test_without_a_worker_that_may_repair_this_process_does(worker: Worker) -> None:
    worker.lives = False
    stage = Stage(writes=worker)
    reply = await stage.play(pressed("sync", await offered(stage)))
    assert (title(reply), worker.jobs) == ("Done! SharePoint now has this photo", [])


async def test_a_press_while_the_worker_repairs_enqueues_nothing(
    stage: Stage, worker: Worker
) -> None:
    data = await offered(stage)
    await stage.play(pressed("sync", data, "2"))
    assert await stage.play(pressed("sync", data, "3")) is None
    assert len(worker.jobs) == 1


async def test_a_press_is_worked_on_even_if_the_waiting_card_is_refused(
    stage: Stage, worker: Worker
) -> None:
    data = await offered(stage)
    stage.refusal = "throttled"
    await stage.play(pressed("sync", data))
    stage.refusal = None
    await worker.work(stage)
    assert [(where, title(card)) for where, card in stage.channel.updates] == [
        ("message", "Done! SharePoint now has this photo")
    ]


@dataclass
class Unwritten(FakeSurface):
    """Gives its answer only when it is let."""

    written: asyncio.Event = field(default_factory=asyncio.Event)

    async def show(self, card: Card, summary: str, *, waiting: bool = False) -> str | None:
        message_id = await super().show(card, summary, waiting=waiting)
        await self.written.wait()
        return message_id
