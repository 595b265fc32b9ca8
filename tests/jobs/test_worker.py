import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from procrastinate import App
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict
from structlog.testing import capture_logs

from bot.jobs.queue import Queue, open_queue
from bot.jobs.worker import FIRST_PAUSE, MAX_PAUSE, SETTLED_SECONDS, Worker
from tests.jobs.recording import Recording, at_work, now, statuses
from tests.waiting import until

EVERY_SECOND = "* * * * * *"


async def test_sweeps_run_with_every_tick(app: App, recording: Recording) -> None:
    async with at_work(app, recording, tick=EVERY_SECOND):
        await recording.until(lambda: recording.sweeps >= 2)


async def test_a_job_that_is_cut_off_by_a_stop_is_done_by_the_next_worker(
    recording: Recording, database_url: str
) -> None:
    recording.door.clear()
    async with open_queue(database_url) as app:
        await Queue(app).sync(card := uuid4())
        async with at_work(app, recording):
            await recording.begun.wait()
        [job] = await app.job_manager.list_jobs_async(task="sync", status="todo")
        assert job.scheduled_at is None or job.scheduled_at <= now()
    assert recording.syncs == []
    recording.door.set()
    async with open_queue(database_url) as app, at_work(app, recording):
        await recording.until(lambda: recording.syncs == [card])


async def test_a_job_that_is_almost_done_is_finished_before_a_stop(
    app: App, recording: Recording
) -> None:
    recording.door.clear()
    await Queue(app).sync(card := uuid4())
    async with at_work(app, recording):
        await recording.begun.wait()
        asyncio.get_running_loop().call_later(0.2, recording.door.set)
    assert recording.syncs == [card]
    assert ("sync", "succeeded") in await statuses(app)


async def test_a_sweep_that_fails_is_left_to_the_next_tick(app: App, recording: Recording) -> None:
    recording.failures = [OSError()]
    async with at_work(app, recording, tick=EVERY_SECOND):
        await recording.until(lambda: recording.sweeps >= 3)
    ended = [status for _, status in await statuses(app)]
    assert ended[:2] == ["failed", "succeeded"]


async def test_a_worker_whose_database_was_away_is_started_again(
    app: App, recording: Recording, database_url: str, postgres: str
) -> None:
    async with at_work(app, recording, tick=EVERY_SECOND):
        await recording.until(lambda: recording.sweeps >= 1)
        with capture_logs() as logs:
            async with away(database_url, postgres):
                await until(lambda: logs)
        assert logs[0]["event"] == "worker_ended"
        await Queue(app).sync(card := uuid4())
        await recording.until(lambda: recording.syncs == [card])


async def test_each_failed_start_of_a_worker_lengthens_the_pause(
    monkeypatch: pytest.MonkeyPatch, app: App
) -> None:
    pauses: list[float] = []
    lives = [0.0] * 8 + [SETTLED_SECONDS, 0.0]
    time = 0.0

    async def live(**_: object) -> None:
        nonlocal time
        if not lives:
            raise asyncio.CancelledError
        time += lives.pop(0)

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(app, "run_worker_async", live)
    with pytest.raises(asyncio.CancelledError):
        await Worker(app, sleep, lambda: time).run()
    assert pauses == [FIRST_PAUSE, 2, 4, 8, 16, *[MAX_PAUSE] * 3, FIRST_PAUSE, 2]


@asynccontextmanager
async def away(database_url: str, postgres: str) -> AsyncIterator[None]:
    """A server that is there, but not for this database."""
    name = str(conninfo_to_dict(database_url)["dbname"])
    allow = sql.SQL("alter database {} with allow_connections {}")
    async with await AsyncConnection.connect(postgres, autocommit=True) as connection:
        await connection.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,)
        )
        yield
        await connection.execute(allow.format(sql.Identifier(name), sql.SQL("true")))
