from datetime import timedelta
from uuid import uuid4

from procrastinate import App

from bot.jobs.queue import Queue
from bot.jobs.stalled import MAX_ATTEMPTS, STALLED_SECONDS, Stalled
from tests.jobs.recording import Recording, at_work, statuses, taken_by_the_dead


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
        await Queue(app).drain()
        await recording.until(lambda: recording.drains >= 1)
    assert ("sync", "doing") in await statuses(app)


async def test_a_job_whose_worker_sends_heartbeats_is_left_to_it(app: App) -> None:
    await Queue(app).sync(uuid4())
    await taken_by_the_dead(app, silent_for=timedelta(seconds=STALLED_SECONDS - 5))
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
    queue = Queue(app)
    await queue.drain()
    await taken_by_the_dead(app)
    await queue.drain()
    await Stalled(app).retry()
    assert await statuses(app) == [("drain", "aborted"), ("drain", "todo")]
