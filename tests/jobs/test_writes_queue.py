"""Handing a sync to a worker that may write."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from procrastinate import App

from bot.jobs.queue import WRITES, Queue, WritesQueue
from bot.photos.capabilities import SYNC_SHAREPOINT, Capability


@dataclass
class Elsewhere:
    """What a worker was heard to be allowed."""

    capabilities: frozenset[Capability] = frozenset()

    async def granted(self) -> frozenset[Capability]:
        return self.capabilities


@pytest.mark.parametrize(
    ("capabilities", "may_sync"),
    [
        (frozenset({Capability.HAVE_SHAREPOINT_REPAIRED}), True),
        (SYNC_SHAREPOINT, False),
        (frozenset(), False),
    ],
)
async def test_a_worker_is_asked_to_sync_while_one_lives_that_may(
    app: App, capabilities: frozenset[Capability], may_sync: bool
) -> None:
    assert await WritesQueue(Queue(app), Elsewhere(capabilities)).may_sync() is may_sync


async def test_a_sync_waits_in_the_queue_of_workers_that_may_write(app: App) -> None:
    card = uuid4()
    await WritesQueue(Queue(app), Elsewhere()).sync(card)
    [job] = await app.job_manager.list_jobs_async()
    assert (job.task_name, job.queue, job.status) == ("sync", WRITES, "todo")
    assert job.task_kwargs == {"card_id": str(card)}
