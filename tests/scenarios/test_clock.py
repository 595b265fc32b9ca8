"""The bot goes by the clock of the simulated tenant: a day that passes there has passed for it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import settings_for
from tests.scenarios.company import Company
from tests.scenarios.test_nudges import STALE, Watched
from tests.simulation.world import BEN

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest_asyncio.fixture(loop_scope="session")
async def watched(company: Company, postgres: str) -> AsyncIterator[Watched]:
    """A company that looks at everybody's photo each second, and waits for a day as usual."""
    clock = f"{company.simulation.control}/clock"
    async with database_like(TEMPLATE, postgres) as url:
        settings = settings_for(company.simulation)
        yield Watched(company, settings | {"DATABASE_URL": url, "PHOTOBOT_CLOCK": clock}, url)


async def test_days_that_pass_in_the_tenant_bring_the_messages(watched: Watched) -> None:
    chat, clock = watched.chat(BEN), watched.company.simulation.tenant.clock
    async with watched.on(every="00:00:01"):
        await watched.noticed.first("select from watch_run where baseline_at is not null")
        watched.company.upload_another_photo(BEN)
        await watched.noticed.first("select from photo_change where because = 'grace'")
        card = await chat.next_card(lambda: clock.advance(DAY))
        assert card.title == STALE
        assert (await chat.executed(card, "sync")).says_right
        watched.company.upload_another_photo(BEN)
        await watched.noticed.first("select from photo_change where because = 'grace'")
        clock.advance(DAY)
        await watched.noticed.first("select from photo_change where because = 'written_to_lately'")
        another = await chat.next_card(lambda: clock.advance(WEEK - DAY))
        assert another.title == STALE
        assert len(watched.told(BEN)) == 1
