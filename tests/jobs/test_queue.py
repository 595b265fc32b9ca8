from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate import App
from psycopg import AsyncConnection

from bot.jobs.queue import Queue, open_queue
from tests.jobs.recording import Recording, at_work, now, statuses


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[AsyncConnection]:
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        yield connection


async def test_a_timer_is_kept_when_it_is_due(app: App, recording: Recording) -> None:
    promise, due_at = uuid4(), now() + timedelta(milliseconds=300)
    async with at_work(app, recording):
        await Queue(app).keep_promise(promise, due_at)
        await recording.until(lambda: bool(recording.promises))
        assert now() >= due_at
    assert recording.promises == [promise]


async def test_what_is_due_later_does_not_hold_up_what_is_due_now(
    app: App, recording: Recording
) -> None:
    queue, promise = Queue(app), uuid4()
    await queue.keep_promise(uuid4(), now() + timedelta(days=1))
    await queue.drain(now() + timedelta(days=1))
    async with at_work(app, recording):
        await queue.keep_promise(promise, now())
        await queue.drain()
        await recording.until(lambda: bool(recording.promises and recording.drains))
    assert recording.promises == [promise]


async def test_a_timer_comes_about_with_its_row_or_not_at_all(
    app: App, connection: AsyncConnection
) -> None:
    queue = Queue(app)
    async with connection.transaction(force_rollback=True):
        await queue.keep_promise(uuid4(), now(), connection)
    assert await statuses(app) == []
    async with connection.transaction():
        await queue.keep_promise(uuid4(), now(), connection)
        assert await statuses(app) == []
    assert await statuses(app) == [("keep_promise", "todo")]


async def test_sending_that_is_asked_for_twice_is_done_once(app: App) -> None:
    queue, later = Queue(app), now() + timedelta(hours=1)
    for _ in range(2):
        await queue.drain()
        await queue.drain(later)
    assert await statuses(app) == [("drain", "todo")] * 2


async def test_sending_is_asked_for_again_when_the_next_message_is_due(
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
    promise = uuid4()
    async with open_queue(database_url) as elsewhere:
        await Queue(elsewhere).keep_promise(promise, now())
    async with at_work(app, recording):
        await recording.until(lambda: recording.promises == [promise])


async def test_a_repair_is_done_at_once(app: App, recording: Recording) -> None:
    card_id = uuid4()
    async with at_work(app, recording):
        await Queue(app).repair(card_id)
        await recording.until(lambda: bool(recording.repairs))
    assert recording.repairs == [card_id]


async def test_a_repair_that_is_left_to_another_worker_is_asked_for_again(
    app: App, recording: Recording
) -> None:
    card_id, recording.left_to_others = uuid4(), True
    async with at_work(app, recording):
        await Queue(app).repair(card_id)
        await recording.until(lambda: len(recording.repairs) == 2)
    assert recording.repairs == [card_id, card_id]


async def test_what_is_logged_of_a_job_are_ids_of_rows(app: App, recording: Recording) -> None:
    promise, card = uuid4(), uuid4()
    async with at_work(app, recording):
        await Queue(app).keep_promise(promise, now())
        await Queue(app).repair(card)
        await Queue(app).drain()
        await recording.until(
            lambda: bool(recording.promises and recording.repairs and recording.drains)
        )
    arguments = {j.task_name: j.task_kwargs for j in await app.job_manager.list_jobs_async()}
    assert arguments.pop("sweep", {}).keys() <= {"timestamp"}
    assert arguments == {
        "keep_promise": {"promise_id": str(promise)},
        "repair": {"card_id": str(card)},
        "drain": {},
    }
