from datetime import timedelta
from uuid import uuid4

from procrastinate import App

from bot.jobs.queue import SWEEP, Queue
from bot.jobs.stalled import MAX_ATTEMPTS, STALLED_SECONDS, Stalled
from tests.jobs.recording import (
    Recording,
    at_work,
    enqueue_sweep,
    register,
    statuses,
    taken_by_the_dead,
)


async def test_the_job_of_a_worker_that_died_is_done_by_another(
    app: App, recording: Recording
) -> None:
    await Queue(app).sync(card := uuid4())
    await taken_by_the_dead(app)
    await Stalled(app).retry()
    async with at_work(app, recording):
        await recording.until(lambda: recording.syncs == [card])


async def test_without_the_retry_a_stalled_job_is_left_for_good(
    app: App, recording: Recording
) -> None:
    await Queue(app).sync(uuid4())
    await taken_by_the_dead(app)
    async with at_work(app, recording):
        await enqueue_sweep(app)
        await recording.until(lambda: recording.sweeps >= 1)
    assert ("sync", "doing") in await statuses(app)


async def test_a_job_whose_worker_sends_heartbeats_is_left_to_it(app: App) -> None:
    await Queue(app).sync(uuid4())
    await taken_by_the_dead(app, silent_for=timedelta(seconds=STALLED_SECONDS / 2))
    await Stalled(app).retry()
    assert await statuses(app) == [("sync", "doing")]


async def test_a_job_that_stalled_many_times_is_given_up(app: App) -> None:
    await Queue(app).sync(uuid4())
    for _ in range(MAX_ATTEMPTS):
        await taken_by_the_dead(app)
        await Stalled(app).retry()
    assert await statuses(app) == [("sync", "todo")]
    await taken_by_the_dead(app)
    await Stalled(app).retry()
    assert await statuses(app) == [("sync", "failed")]


async def test_a_stalled_job_that_is_queued_again_already_is_not_done_twice(app: App) -> None:
    sweep = app.configure_task(SWEEP, queueing_lock=SWEEP)
    register(app, Recording())
    await sweep.defer_async(timestamp=0)
    await taken_by_the_dead(app)
    await sweep.defer_async(timestamp=60)
    await Stalled(app).retry()
    assert await statuses(app) == [("sweep", "aborted"), ("sweep", "todo")]
