"""Builds the worker, which runs jobs and sweeps."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from uuid import uuid4

from bot.app.infrastructure import Infrastructure, open_infrastructure
from bot.app.services import services_of
from bot.behaviours.recheck.behaviour import SendRecheck
from bot.behaviours.sync.behaviour import sync_by_worker
from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import utc_now
from bot.jobs.one_at_a_time import OneAtATime
from bot.jobs.queue import WRITES, Queue
from bot.jobs.stalled import Stalled
from bot.jobs.sweeps import Sweep, Sweeper
from bot.jobs.tasks import Tasks
from bot.jobs.worker import GRACE_FOR_WRITES_SECONDS, WhileAllowed, Worker, working
from bot.outbox.delivery import Delivery
from bot.outbox.sender import Sender
from bot.services import Services
from bot.storage.conversations import Conversations
from bot.storage.outbox import Messages
from bot.storage.sweeps import Sweeps, delete_expired
from bot.storage.writer_grants import WriterGrants
from bot.teams.surfaces import TeamsChannel
from bot.use_cases.authorizer import Act
from bot.use_cases.writer import PUBLISHED_EVERY_SECONDS, Publish

# Less than the minute between two ticks of the worker, so that a sweep is due at every one.
AT_EVERY_TICK = timedelta(seconds=30)
HOURLY = timedelta(hours=1)
FINISHED_JOBS_HOURS = 24


@asynccontextmanager
async def work(settings: Settings) -> AsyncIterator[None]:
    """Run jobs while the context is open."""
    async with open_infrastructure(settings) as parts, working_with(parts):
        yield


@asynccontextmanager
async def working_with(parts: Infrastructure) -> AsyncIterator[None]:
    """Run jobs, and publish what this process may write, for those that may not."""
    services = services_of(parts)
    publish = Publish(parts.use_cases.capabilities, WriterGrants(parts.database), utc_now)
    publishing = repeat(publish, every=PUBLISHED_EVERY_SECONDS, sleep=asyncio.sleep)
    queue = Queue(parts.queue)
    Tasks(
        sync=partial(sync_by_worker, services=services),
        drain=OneAtATime(_sender(parts, services).drain),
        sweep=Sweeper(_sweeps(parts, queue), Sweeps(parts.database), utc_now).once,
        now=utc_now,
    ).register(parts.queue)
    # Writes have a worker of their own, which stops taking jobs when it loses the right to write.
    app, sleep, clock = parts.queue, asyncio.sleep, time.monotonic
    writes = Worker(app, sleep, clock, WRITES, grace=GRACE_FOR_WRITES_SECONDS)
    while_allowed = WhileAllowed(writes, services.photo_services.may_sync, sleep)
    async with running(publishing), working(Worker(app, sleep, clock), while_allowed):
        yield


def _sender(parts: Infrastructure, services: Services) -> Sender:
    rows = Messages(parts.database)
    delivery = Delivery(
        rows,
        Conversations(parts.database),
        {Act.RECHECK: SendRecheck(services)},
        TeamsChannel(parts.connector),
        parts.gate,
        utc_now,
        random.random,
    )
    return Sender(rows, delivery, utc_now, lambda: str(uuid4()))


def _sweeps(parts: Infrastructure, queue: Queue) -> tuple[Sweep, ...]:
    async def delete_finished_jobs() -> None:
        await parts.queue.job_manager.delete_old_jobs(
            FINISHED_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def delete_expired_rows() -> None:
        await delete_expired(parts.database, utc_now())

    return (
        Sweep("stalled_jobs", AT_EVERY_TICK, Stalled(parts.queue).retry),
        Sweep("outbox", AT_EVERY_TICK, queue.drain),
        Sweep("finished_jobs", HOURLY, delete_finished_jobs),
        Sweep("retention", HOURLY, delete_expired_rows),
    )
