"""The worker: its handlers, its sweeps, and what they stand on."""

import asyncio
import random
import time
from datetime import timedelta
from uuid import uuid4

from bot.conversation.keeping import KIND, Keep
from bot.conversation.told import Told
from bot.jobs.one_at_a_time import OneAtATime
from bot.jobs.queue import Queue
from bot.jobs.stalled import Stalled
from bot.jobs.sweeps import Sweep, Sweeper
from bot.jobs.tasks import Tasks
from bot.jobs.worker import Worker
from bot.outbox.delivery import Delivery
from bot.outbox.outbox import Outbox
from bot.outbox.sender import Sender
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.outbox import Messages
from bot.storage.preferences import Preferences
from bot.storage.promises import Promises
from bot.storage.sweeps import Sweeps, delete_expired
from bot.teams.poster import TeamsPoster
from bot.use_cases.authorizer import Authorizer
from bot.wiring.desk import repair_handed_over
from bot.wiring.ground import Ground, now

# The worker asks once a minute what is due.
AT_EVERY_TICK = timedelta(seconds=30)
HOURLY = timedelta(hours=1)
# A promise whose timer was lost is kept a little late.
LATE = timedelta(minutes=2)
FINISHED_JOBS_HOURS = 24


def worker(ground: Ground) -> Worker:
    """Whoever does the jobs that were asked for, in this process."""
    queue, owner, promises = Queue(ground.queue), str(uuid4()), promises_of(ground)
    messages = Messages(ground.database)
    outbox = Outbox(messages, now, uuid4, ground.retention)
    Tasks(
        repair=repair_handed_over(ground),
        keep_promise=Keep(promises, outbox, queue.drain, now, owner),
        drain=OneAtATime(_sender(ground, messages, promises).drain),
        sweep=Sweeper(_sweeps(ground, queue, promises), Sweeps(ground.database), now).once,
        now=now,
    ).register(ground.queue)
    return Worker(ground.queue, asyncio.sleep, time.monotonic)


def promises_of(ground: Ground) -> Promises:
    """The rows of promises, whose timers are jobs."""
    set_timer = Queue(ground.queue).keep_promise
    return Promises(ground.database, set_timer, now, uuid4, ground.retention)


def _sender(ground: Ground, messages: Messages, promises: Promises) -> Sender:
    conversations = Conversations(ground.database)
    told = Told(
        promises,
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


def _sweeps(ground: Ground, queue: Queue, promises: Promises) -> tuple[Sweep, ...]:
    jobs = ground.queue.job_manager

    async def keep_overdue() -> None:
        for promise_id in await promises.overdue(now() - LATE):
            await queue.keep_promise(promise_id, now())

    async def forget_finished_jobs() -> None:
        await jobs.delete_old_jobs(
            FINISHED_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def forget_rows() -> None:
        await delete_expired(ground.database, now())

    return (
        Sweep("stalled_jobs", AT_EVERY_TICK, Stalled(ground.queue).retry),
        Sweep("overdue_promises", AT_EVERY_TICK, keep_overdue),
        Sweep("outbox", AT_EVERY_TICK, queue.drain),
        Sweep("finished_jobs", HOURLY, forget_finished_jobs),
        Sweep("retention", HOURLY, forget_rows),
    )
