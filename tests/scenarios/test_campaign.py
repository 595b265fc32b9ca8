"""A census becomes a campaign: people are written to, press, and an administrator sees it."""

from collections.abc import AsyncIterator
from typing import Any, LiteralString
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import run_command, settings_for
from tests.scenarios.company import Company
from tests.scenarios.fast_census import take_census
from tests.scenarios.forked import fork
from tests.scenarios.noticed import Noticed
from tests.scenarios.test_nudges import STALE, Watched
from tests.simulation.world import BEN, CHIARA
from tests.waiting import until_true

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

MANY = 20_000
CENSUS: LiteralString = """
with taken as (
    insert into census (id, phase, started_at, finished_at, expires_at)
    values (%s, 'ended', now(), now(), now() + interval '30 days') returning id
)
insert into census_person (census, subject, verdict, remedy, checked_at)
select id, lpad(number::text, 8, '0'), 'differs', 'repair', now()
from taken, generate_series(1, %s) as number
"""
SWEPT: LiteralString = "update watch_run set finished_at = now()"
LISTED: LiteralString = "select count(*) as n, count(distinct subject) as people from outbox"


@pytest_asyncio.fixture(loop_scope="session")
async def watched(company: Company, postgres: str) -> AsyncIterator[Watched]:
    async with database_like(TEMPLATE, postgres) as url:
        yield Watched(company, settings_for(company.simulation) | {"DATABASE_URL": url}, url)


def settings(watched: Watched) -> dict[str, str]:
    return watched.settings | {"PHOTOBOT_WATCH": "on"}


async def told(watched: Watched, *arguments: str) -> Any:
    """The JSON object that a command of the campaigns prints."""
    command = await run_command(settings(watched), "campaigns", *arguments, "--json")
    assert command.status == 0, command.errors
    return command.json


async def census(watched: Watched) -> None:
    process = await fork(settings(watched), run=take_census)
    await process.communicate()
    assert process.returncode == 0


async def test_whom_a_census_found_is_written_to_presses_and_is_counted(watched: Watched) -> None:
    async with watched.on(every="00:00:01"):
        await watched.noticed.first("select from watch_run where finished_at is not null")
        await census(watched)
        would = (await told(watched, "start", "--from-census", "--dry-run"))["would_write_to"]
        # What settles after the census is not spoken of.
        watched.company.visit_sharepoint(CHIARA)
        campaign = (await told(watched, "start", "--from-census"))["campaign"]
        await watched.noticed.until_nothing_is_due()
        [card] = watched.told(BEN)
        assert card.title == STALE
        assert watched.told(CHIARA) == []
        report = await told(watched, "report", campaign)
        assert report["recipients"] == would > 1
        assert (report["queued"], report["withdrawn_because"]) == (0, {"settled": 1})
        assert report["sent"] + report["failed"] == would - 1
        assert (report["opened"], report["tapped"]) == (0, 0)
        fixed = await watched.chat(BEN).executed(card, "sync")
        assert fixed.says_right
        assert watched.company.is_in_sync(BEN)
        report = await told(watched, "report", campaign)
        assert (report["opened"], report["tapped"]) == (1, 1)
        await watched.noticed.first("select from campaign where state = 'ended'")


@pytest.mark.slow
async def test_a_start_that_is_killed_again_and_again_lists_everybody_once(
    watched: Watched,
) -> None:
    noticed = Noticed(watched.url)
    await noticed.execute(CENSUS, uuid4(), MANY)
    await noticed.execute(SWEPT)
    for least in (1, MANY // 3, MANY // 2):
        process = await fork(settings(watched), "campaigns", "start", "--from-census")
        await until_true(watched.url, "select count(*) >= %s from outbox", least)
        process.kill()
        assert await process.wait() < 0
        [row] = await noticed.rows("select state from campaign")
        assert row == {"state": "listing"}
    started = await told(watched, "start", "--from-census")
    assert (started["state"], started["recipients"]) == ("running", MANY)
    [listed] = await noticed.rows(LISTED)
    assert listed == {"n": MANY, "people": MANY}
