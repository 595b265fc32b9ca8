"""Builds the worker, which runs jobs and sweeps."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from bot.app.campaigns import SETTLE_SECONDS, campaigns_of, open_paced_check
from bot.app.cases import following, settling
from bot.app.infrastructure import Infrastructure, open_infrastructure
from bot.app.nudges import nudging
from bot.app.reach import open_reach
from bot.app.services import services_of
from bot.app.watch import watching
from bot.behaviours.case.send import SendCase
from bot.behaviours.follow_case.send import SendCaseSynced, SendFollowing
from bot.behaviours.follow_case.synced_for import SYNCED_FOR, SendSyncedFor
from bot.behaviours.nudge.send import SendNudge
from bot.behaviours.orphans import finish_orphans
from bot.behaviours.recheck.behaviour import SendRecheck
from bot.behaviours.sync.behaviour import sync_by_worker
from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import utc_now
from bot.core.lease import LOOK_SECONDS, new_owner
from bot.helpdesk.following import CASE_SYNCED, FOLLOWING
from bot.helpdesk.upkeep import CaseUpkeep
from bot.jobs.queue import WRITES
from bot.jobs.stalled import Stalled
from bot.jobs.sweeps import Sweep, Sweeper
from bot.jobs.tasks import Tasks
from bot.jobs.worker import GRACE_FOR_WRITES_SECONDS, WhileAllowed, Worker, working
from bot.nudges.ports import NUDGE
from bot.outbox.delivery import Delivery
from bot.outbox.ports import Composer
from bot.outbox.reach import Reach
from bot.outbox.sender import Sender
from bot.services import Services
from bot.storage.conversations import Conversations
from bot.storage.outbox import Messages
from bot.storage.sweeps import Sweeps, delete_expired
from bot.storage.writer_grants import WriterGrants
from bot.teams.surfaces import TeamsChannel
from bot.use_cases.authorizer import Act
from bot.use_cases.writer import PUBLISHED_EVERY_SECONDS, Publish

HOURLY = timedelta(hours=1)
FINISHED_JOBS_HOURS = 24


@asynccontextmanager
async def work(settings: Settings) -> AsyncIterator[None]:
    """Run jobs while the context is open, and finish the cards of processes that died."""
    async with open_infrastructure(settings) as parts, working_with(parts) as services:
        orphans = partial(finish_orphans, services)
        async with running(repeat(orphans, every=LOOK_SECONDS, sleep=asyncio.sleep)):
            yield


@asynccontextmanager
async def working_with(parts: Infrastructure) -> AsyncIterator[Services]:
    """Send what is due, run jobs, and publish what this process may write; yield what it uses."""
    services = services_of(parts)
    upkeep = CaseUpkeep(services.cases, parts.helpdesk.agents)
    stalled = Stalled(parts.queue)
    publish = Publish(parts.use_cases.capabilities, WriterGrants(parts.database), parts.now)
    app, sleep, clock = parts.queue, asyncio.sleep, time.monotonic
    Tasks(
        sync=partial(sync_by_worker, services=services),
        sweep=Sweeper(
            _sweeps(parts, upkeep), Sweeps(parts.database), parts.now, sleep, new_owner
        ).once,
        # Procrastinate goes by this machine's clock.
        now=utc_now,
    ).register(app)
    chores = (
        repeat(publish, every=PUBLISHED_EVERY_SECONDS, sleep=sleep),
        repeat(stalled.retry, every=LOOK_SECONDS, sleep=sleep),
    )
    # Writes have a worker of their own, which stops taking jobs when it loses the right to write.
    writes = Worker(app, sleep, clock, WRITES, grace=GRACE_FOR_WRITES_SECONDS)
    while_allowed = WhileAllowed(writes, services.photo_services.may_sync, sleep)
    # At a stop nothing more is sent while jobs end.
    async with (
        working(Worker(app, sleep, clock), while_allowed),
        running(*chores),
        _sending(parts, services),
        settling(upkeep),
        following(services),
        watching(parts),
        nudging(parts, services),
    ):
        yield services


@asynccontextmanager
async def _sending(parts: Infrastructure, services: Services) -> AsyncIterator[None]:
    """Send what is due while the context is open."""
    campaigns = campaigns_of(parts.settings, parts.database)
    async with open_paced_check(parts) as check_in_turn:
        nudge, case = SendNudge(services, check_in_turn), SendCase(services)
        following, synced_for = SendFollowing(services), SendSyncedFor(services)
        wanted = {
            NUDGE: nudge.raise_unless_wanted,
            Act.CASE: case.raise_unless_wanted,
            FOLLOWING: following.raise_unless_wanted,
            SYNCED_FOR: synced_for.raise_unless_wanted,
        }
        composers: dict[str, Composer] = {
            Act.RECHECK: SendRecheck(services),
            NUDGE: nudge,
            Act.CASE: case,
            FOLLOWING: following,
            CASE_SYNCED: SendCaseSynced(services),
            SYNCED_FOR: synced_for,
        }
        async with open_reach(parts, services, wanted) as reach:
            sender = _sender(parts, composers, reach)
            async with running(
                repeat(sender.drain, every=LOOK_SECONDS, sleep=asyncio.sleep),
                repeat(campaigns.settle, every=SETTLE_SECONDS, sleep=asyncio.sleep),
            ):
                yield


def _sender(
    parts: Infrastructure, composers: Mapping[str, Composer], reach: Reach | None
) -> Sender:
    rows = Messages(parts.database)
    delivery = Delivery(
        rows,
        Conversations(parts.database),
        composers,
        TeamsChannel(parts.connector),
        parts.gate,
        parts.now,
        asyncio.sleep,
        random.random,
        reach=reach,
        metrics=parts.metrics,
    )
    return Sender(rows, delivery, parts.now, asyncio.sleep, new_owner)


def _sweeps(parts: Infrastructure, upkeep: CaseUpkeep) -> tuple[Sweep, ...]:
    async def delete_finished_jobs() -> None:
        await parts.queue.job_manager.delete_old_jobs(
            FINISHED_JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    async def delete_expired_rows() -> None:
        await delete_expired(parts.database, parts.now())

    return (
        Sweep("finished_jobs", HOURLY, delete_finished_jobs),
        Sweep("retention", HOURLY, delete_expired_rows),
        Sweep("agents", HOURLY, upkeep.release_left),
    )
