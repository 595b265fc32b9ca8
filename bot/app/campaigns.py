"""Builds campaigns: what an administrator starts, and what a worker sends them with."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from bot.app.census import open_metered_check
from bot.app.infrastructure import Infrastructure
from bot.census.pace import Pace
from bot.census.ports import CensusRun, CheckOne
from bot.config.settings import Settings
from bot.core.background import repeat, running
from bot.core.clock import utc_now
from bot.outbox.campaigns import Campaigns
from bot.storage.campaigns import CampaignRows
from bot.storage.census_counts import PAGE, census_rows
from bot.storage.database import Database
from bot.storage.watch_counts import count_watched
from bot.use_cases.service import Found
from bot.watch.ports import AccountKind

# How often a worker ends campaigns that have nothing more to send.
SETTLE_SECONDS = 5.0
# What SharePoint grants depends on how many people there are.
SIZE_SECONDS = 3600.0


def campaigns_of(settings: Settings, database: Database) -> Campaigns:
    """Build the campaigns of a database."""
    retention = timedelta(days=settings.retention_days)
    return Campaigns(CampaignRows(database), utc_now, uuid4, retention)


@dataclass(frozen=True)
class CensusRecipients:
    """Implements bot.outbox.campaign.Recipients: whom a census says that a message would help."""

    database: Database
    run: CensusRun

    async def pages(self, after: str) -> AsyncGenerator[Sequence[str], None]:
        """Yield their object ids in pages, in order, from the one that follows `after`."""
        page: list[str] = []
        rows = census_rows(self.database, self.run, to_write_to=True, after=after)
        async with aclosing(rows):
            async for row in rows:
                page.append(row.subject)
                if len(page) == PAGE:
                    yield page
                    page = []
        if page:
            yield page


@asynccontextmanager
async def open_paced_check(parts: Infrastructure) -> AsyncIterator[CheckOne]:
    """Open the checks for messages of campaigns: over connections of their own, as a census.

    Sent at the rate of the channel, they would use up all that SharePoint grants.
    """
    pace = Pace(parts.settings.census_share / 100, asyncio.sleep)

    async def learn_size() -> None:
        pace.set_people((await count_watched(parts.database)).people.get(AccountKind.MEMBER, 0))

    async with (
        open_metered_check(parts.settings, parts.database, pace, parts.threads) as check,
        running(repeat(learn_size, every=SIZE_SECONDS, sleep=asyncio.sleep)),
    ):

        async def in_turn(subject: str) -> Found:
            await pace.turn()
            return await check(subject)

        yield in_turn
