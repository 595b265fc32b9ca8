"""Builds the census of everybody's photos."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bot.app.infrastructure import changes_of, open_use_cases
from bot.census.census import Census
from bot.census.pace import Pace
from bot.census.ports import CheckOne
from bot.config.settings import Settings
from bot.core.clock import utc_now
from bot.core.lease import new_owner
from bot.http.retry import USUAL_RETRIES
from bot.m365.settings import M365Settings
from bot.m365.watched_tenant import open_watched_tenant
from bot.storage.census import CensusRows
from bot.storage.database import Database
from bot.use_cases.authorizer import COMMAND, Authorizer
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.service import Found, PhotoServices
from bot.watch.status import watched_accounts


@asynccontextmanager
async def open_census(settings: Settings, database: Database) -> AsyncIterator[Census]:
    """Open what a census is taken with, over connections of its own."""
    pace = Pace(settings.census_share / 100, asyncio.sleep)
    async with (
        open_watched_tenant(M365Settings.of(settings)) as tenant,
        open_metered_check(settings, database, pace) as check,
    ):
        yield Census(
            tenant.directory,
            check,
            CensusRows(database, uuid4, timedelta(days=settings.retention_days)),
            pace,
            watched_accounts(settings),
            utc_now,
            asyncio.sleep,
            new_owner,
        )


@asynccontextmanager
async def open_metered_check(
    settings: Settings, database: Database, pace: Pace, threads: PictureThreads | None = None
) -> AsyncIterator[CheckOne]:
    """Open checks of which the pace learns what they cost; whoever makes one waits for a turn."""
    # Whom to check again is decided person by person, at the pace of all.
    once = replace(USUAL_RETRIES, bounds=replace(USUAL_RETRIES.bounds, attempts=1))
    async with open_use_cases(
        settings, threads=threads, database=database, retries=once, meter=pace
    ) as use_cases:
        authorizer = Authorizer()
        photos = PhotoServices(use_cases, changes_of(settings, database, authorizer), authorizer)

        async def check(subject: str) -> Found:
            return await photos.of(COMMAND, subject).check()

        yield check
