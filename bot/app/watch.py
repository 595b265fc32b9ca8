"""Builds the sweeps over everybody's photos, and what is known of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from uuid import uuid4

from bot.app.infrastructure import Infrastructure
from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import Now, utc_now
from bot.core.lease import LOOK_SECONDS, new_owner
from bot.core.metrics import Metrics
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from bot.storage.database import Database
from bot.storage.watch import WatchRows, latest_run
from bot.storage.watch_counts import count_watched
from bot.use_cases.ports import Capabilities
from bot.watch.status import WatchStatus, watched_accounts
from bot.watch.sweep import PhotoSweep

# Metrics are mostly sent once a minute.
AGE_EVERY_SECONDS = 30.0


@asynccontextmanager
async def watching(parts: Infrastructure) -> AsyncIterator[None]:
    """Make the sweeps that are due while the context lasts, unless nothing is to be watched."""
    if parts.settings.watch == "off":
        yield
        return
    every = min(LOOK_SECONDS, parts.settings.watch_every.total_seconds())
    # No job: a sweep takes hours, and its row says who is at it and how far it came.
    async with (
        open_sweep(parts.settings, parts.database, parts.metrics, parts.now) as (sweep, _),
        running(
            repeat(sweep.if_due, every=every, sleep=asyncio.sleep),
            repeat(partial(_note_age, parts), every=AGE_EVERY_SECONDS, sleep=asyncio.sleep),
        ),
    ):
        yield


async def _note_age(parts: Infrastructure) -> None:
    """Learn when the last sweep ended, which another process may have made."""
    async with parts.database.connection() as connection:
        parts.metrics.sweep_ended((await latest_run(connection)).finished_at)


@asynccontextmanager
async def open_sweep(
    settings: Settings, database: Database, metrics: Metrics, now: Now = utc_now
) -> AsyncIterator[tuple[PhotoSweep, Capabilities]]:
    """Open what sweeps are made with, and what tells which permissions are granted."""
    async with open_watched_tenant(M365Settings.of(settings)) as tenant:
        sweep = PhotoSweep(
            tenant.directory,
            tenant.photo_etags,
            WatchRows(database, uuid4, timedelta(days=settings.retention_days)),
            watched_accounts(settings),
            settings.watch_every,
            now,
            asyncio.sleep,
            new_owner,
            metrics,
        )
        yield sweep, tenant.capabilities


async def watch_status(
    settings: Settings, database: Database, capabilities: Capabilities
) -> WatchStatus:
    """Collect what is known of the watch."""
    return WatchStatus(
        settings.watch,
        settings.watch_every,
        watched_accounts(settings),
        await count_watched(database),
        await capabilities.granted(),
        utc_now(),
    )
