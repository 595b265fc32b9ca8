from datetime import timedelta
from uuid import uuid4

from procrastinate import App

from bot.jobs.queue import Queue, open_queue
from tests.jobs.recording import Recording, at_work, now, statuses


async def test_a_drain_for_later_runs_then(app: App, recording: Recording) -> None:
    async with at_work(app, recording):
        await recording.until(lambda: recording.drains == 1)
        due_at = now() + timedelta(milliseconds=300)
        await Queue(app).drain(due_at)
        await recording.until(lambda: recording.drains == 2)
        assert now() >= due_at


async def test_a_drain_for_later_does_not_hold_up_one_for_now(
    app: App, recording: Recording
) -> None:
    queue, card = Queue(app), uuid4()
    await queue.drain(now() + timedelta(days=1))
    async with at_work(app, recording):
        await queue.sync(card)
        await queue.drain()
        await recording.until(lambda: bool(recording.syncs and recording.drains))
    assert recording.syncs == [card]


async def test_a_timer_outlives_the_process_that_enqueued_it(
    app: App, recording: Recording, database_url: str
) -> None:
    due_at = now() + timedelta(hours=1)
    async with open_queue(database_url) as asking:
        await Queue(asking).drain(due_at)
    [job] = await app.job_manager.list_jobs_async(task="drain")
    assert (job.status, job.scheduled_at) == ("todo", due_at)


async def test_a_drain_that_is_enqueued_twice_runs_once(app: App) -> None:
    queue, later = Queue(app), now() + timedelta(hours=1)
    for _ in range(2):
        await queue.drain()
        await queue.drain(later)
    assert await statuses(app) == [("drain", "todo")] * 2


async def test_a_drain_enqueues_another_for_when_the_next_message_is_due(
    app: App, recording: Recording
) -> None:
    recording.next_due = next_due = now() + timedelta(hours=1)
    async with at_work(app, recording):
        await recording.until(lambda: recording.drains >= 1)
    jobs = await app.job_manager.list_jobs_async(task="drain")
    assert [job.scheduled_at for job in jobs if job.scheduled_at] == [next_due]


async def test_a_job_waits_for_a_worker_in_another_process(
    app: App, recording: Recording, database_url: str
) -> None:
    card = uuid4()
    async with open_queue(database_url) as elsewhere:
        await Queue(elsewhere).sync(card)
    async with at_work(app, recording):
        await recording.until(lambda: recording.syncs == [card])


async def test_a_sync_is_done_at_once(app: App, recording: Recording) -> None:
    card_id = uuid4()
    async with at_work(app, recording):
        await Queue(app).sync(card_id)
        await recording.until(lambda: bool(recording.syncs))
    assert recording.syncs == [card_id]


async def test_only_ids_of_rows_are_logged_of_a_job(app: App, recording: Recording) -> None:
    card = uuid4()
    async with at_work(app, recording):
        await Queue(app).sync(card)
        await Queue(app).drain()
        await recording.until(lambda: bool(recording.syncs and recording.drains))
    arguments = {j.task_name: j.task_kwargs for j in await app.job_manager.list_jobs_async()}
    assert arguments.pop("sweep", {}).keys() <= {"timestamp"}
    assert arguments == {
        "sync": {"card_id": str(card)},
        "drain": {},
    }
