from uuid import uuid4

from procrastinate import App

from bot.jobs.queue import Queue, open_queue
from tests.jobs.recording import Recording, at_work


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
        await recording.until(lambda: bool(recording.syncs))
    arguments = {j.task_name: j.task_kwargs for j in await app.job_manager.list_jobs_async()}
    assert arguments.pop("sweep", {}).keys() <= {"timestamp"}
    assert arguments == {"sync": {"card_id": str(card)}}
