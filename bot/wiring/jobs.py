"""The worker: its handlers, its sweeps, and what they stand on."""

import asyncio
import random
import time
from datetime import timedelta
from uuid import uuid4

from bot.conversation.promising import KIND
from bot.conversation.told import Told
from bot.jobs.one_at_a_time import OneAtATime
from bot.jobs.queue import WRITES, Queue
from bot.jobs.stalled import Stalled
from bot.jobs.sweeps import Sweep, Sweeper
from bot.jobs.tasks import Tasks
from bot.jobs.worker import GRACE_FOR_WRITES_SECONDS, Runs, WhileAllowed, Worker
from bot.outbox.delivery import Delivery
from bot.outbox.sender import Sender
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from bot.storage.sweeps import Sweeps, delete_expired
from bot.teams.poster import TeamsPoster
from bot.use_cases.authorizer import Authorizer
from bot.wiring.desk import sync_by_worker
from bot.wiring.ground import Ground, now

# The worker asks once a minute what is due.
AT_EVERY_TICK = timedelta(seconds=30)
HOURLY = timedelta(hours=1)
FINISHED_JOBS_HOURS = 24


def workers(ground: Ground) -> tuple[Runs, Runs]:
    """Whoever does the jobs that were asked for, in this process: all but writes, and writes."""
    queue, sync = Queue(ground.queue), sync_by_worker(ground)
    Tasks(
        sync=sync,
        drain=OneAtATime(_sender(ground).drain),
        sweep=Sweeper(_sweeps(ground, queue), Sweeps(ground.database), now).once,
        now=now,
    ).register(ground.queue)
    app, sleep, clock = ground.queue, asyncio.sleep, time.monotonic
    writes = Worker(app, sleep, clock, WRITES, grace=GRACE_FOR_WRITES_SECONDS)
    return Worker(app, sleep, clock), WhileAllowed(writes, sync.may_write, sleep)


def _sender(ground: Ground) -> Sender:
    messages = Messages(ground.database)
    conversations = Conversations(ground.database)
    told = Told(
        Preferences(ground.database),
        conversations,
        ground.examine,
        Cards(ground.database),
        Authorizer(),
        ground.speech,
        now,
        ground.retention,
    )
    delivery = Delivery(
        messages,
        conversations,
        {KIND: told},
        TeamsPoster(ground.connector),
        ground.gate,
        now,
        random.random,
    )
    return Sender(messages, delivery, now, lambda: str(uuid4()))


def _sweeps(ground: Ground, queue: Queue) -> tuple[Sweep, ...]:
    jobs = ground.queue.job_manager

    async def forget_finished_jobs() -> None:
        await jobs.delete_old_jobs(
            FINISHED_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def forget_rows() -> None:
        await delete_expired(ground.database, now())

    return (
        Sweep("stalled_jobs", AT_EVERY_TICK, Stalled(ground.queue).retry),
        Sweep("outbox", AT_EVERY_TICK, queue.drain),
        Sweep("finished_jobs", HOURLY, forget_finished_jobs),
        Sweep("retention", HOURLY, forget_rows),
    )
