"""Who takes jobs from the queue `writes`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from procrastinate import App

from bot.jobs.queue import WRITES, Queue, open_queue
from bot.jobs.worker import ASKED_EVERY_SECONDS, WhileAllowed, working
from tests.jobs.recording import Recording, enqueue_sweep, register, statuses, worker_of
from tests.waiting import until


@dataclass
class Rights:
    """Whether this process may write; it asks whenever the time has passed, and so told."""

    granted: bool = True
    pauses: list[float] = field(default_factory=list)
    asked: int = 0
    passed: asyncio.Event = field(default_factory=asyncio.Event)
    failures: list[Exception] = field(default_factory=list)

    async def may_write(self) -> bool:
        self.asked += 1
        if self.failures:
            raise self.failures.pop()
        return self.granted

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await self.passed.wait()
        self.passed.clear()

    async def change(self, *, granted: bool) -> None:
        """The right comes or goes, and the process asks the next time."""
        self.granted = granted
        await self.ask()

    async def ask(self) -> None:
        before = self.asked
        self.passed.set()
        await until(lambda: self.asked > before)


@pytest.fixture
def rights() -> Rights:
    return Rights()


@asynccontextmanager
async def in_process(app: App, recording: Recording, rights: Rights) -> AsyncIterator[None]:
    """A process that works as its rights allow."""
    register(app, recording)
    writes = WhileAllowed(worker_of(app, WRITES), rights.may_write, rights.sleep)
    async with working(worker_of(app), writes):
        yield


async def syncs(app: App) -> list[str | None]:
    return [status for name, status in await statuses(app) if name == "sync"]


async def everything_else_is_done(app: App, recording: Recording) -> None:
    sweeps = recording.sweeps
    await enqueue_sweep(app)
    await recording.until(lambda: recording.sweeps > sweeps)
    await asyncio.sleep(0.3)


async def test_a_process_that_may_write_takes_waiting_jobs(
    app: App, recording: Recording, rights: Rights
) -> None:
    await Queue(app).sync(waiting := uuid4())
    async with in_process(app, recording, rights):
        await recording.until(lambda: recording.syncs == [waiting])
        await Queue(app).sync(new := uuid4())
        await recording.until(lambda: recording.syncs == [waiting, new])


async def test_a_process_that_may_not_write_leaves_jobs_to_one_that_may(
    app: App, recording: Recording, rights: Rights, database_url: str
) -> None:
    rights.granted = False
    await Queue(app).sync(card := uuid4())
    async with in_process(app, recording, rights):
        await everything_else_is_done(app, recording)
        assert (await syncs(app), recording.syncs) == (["todo"], [])
        async with (
            open_queue(database_url) as elsewhere,
            in_process(elsewhere, recording, Rights()),
        ):
            await recording.until(lambda: recording.syncs == [card])


async def test_a_process_that_gains_the_right_begins_to_take_jobs(
    app: App, recording: Recording, rights: Rights
) -> None:
    rights.granted = False
    await Queue(app).sync(card := uuid4())
    async with in_process(app, recording, rights):
        await everything_else_is_done(app, recording)
        assert recording.syncs == []
        await rights.change(granted=True)
        await recording.until(lambda: recording.syncs == [card])


async def test_a_process_that_loses_the_right_finishes_its_jobs_and_takes_no_more(
    app: App, recording: Recording, rights: Rights
) -> None:
    recording.door.clear()
    await Queue(app).sync(begun := uuid4())
    async with in_process(app, recording, rights):
        await recording.begun.wait()
        await rights.change(granted=False)
        await Queue(app).sync(uuid4())
        await everything_else_is_done(app, recording)
        assert await syncs(app) == ["doing", "todo"]
        recording.door.set()
        await recording.until(lambda: recording.syncs == [begun])
        await everything_else_is_done(app, recording)
        assert (await syncs(app), recording.syncs) == (["succeeded", "todo"], [begun])
        await rights.change(granted=True)
        await recording.until(lambda: len(recording.syncs) == 2)


async def test_a_failure_to_find_out_the_right_is_followed_by_another_try(
    app: App, recording: Recording, rights: Rights
) -> None:
    rights.failures = [OSError()]
    await Queue(app).sync(card := uuid4())
    async with in_process(app, recording, rights):
        await everything_else_is_done(app, recording)
        assert recording.syncs == []
        await rights.ask()
        await recording.until(lambda: recording.syncs == [card])


@pytest.mark.parametrize("granted", [True, False])
async def test_the_right_is_asked_for_once_in_half_a_minute(
    app: App, recording: Recording, rights: Rights, granted: bool
) -> None:
    rights.granted = granted
    async with in_process(app, recording, rights):
        await everything_else_is_done(app, recording)
        for _ in range(3):
            await rights.ask()
        await everything_else_is_done(app, recording)
    assert rights.asked == 4
    assert rights.pauses == [ASKED_EVERY_SECONDS] * 4
