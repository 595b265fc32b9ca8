"""Whom the app is installed for, and who does not want it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import LiteralString

import pytest
from psycopg.rows import scalar_row

from bot.storage.database import Database
from bot.storage.installations import Installations
from bot.storage.sweeps import delete_expired

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADA = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"


@pytest.fixture
def installations(database: Database) -> Installations:
    return Installations(database)


async def kept(database: Database) -> list[str]:
    query: LiteralString = "select person_id from installation order by 1"
    return await database.rows(query, (), scalar_row)


async def test_what_the_bot_asked_for_is_its_own_for_a_while(installations: Installations) -> None:
    assert await installations.begin(ADA, NOW)
    assert await installations.added(ADA, NOW - HOUR)
    assert await installations.added(ADA, NOW - HOUR)
    assert not await installations.added(ADA, NOW)
    assert not await installations.added("somebody else", NOW - HOUR)


async def test_clients_may_write_an_id_in_capital_letters(installations: Installations) -> None:
    await installations.begin(ADA, NOW)
    assert await installations.added(ADA.upper(), NOW - HOUR)
    await installations.decline(ADA.upper(), NOW)
    assert not await installations.begin(ADA, NOW)


async def test_another_attempt_counts_from_then_on(installations: Installations) -> None:
    await installations.begin(ADA, NOW - 2 * HOUR)
    assert not await installations.added(ADA, NOW - HOUR)
    await installations.begin(ADA, NOW)
    assert await installations.added(ADA, NOW - HOUR)


async def test_what_was_not_installed_is_the_persons_own_later(
    installations: Installations,
) -> None:
    await installations.begin(ADA, NOW)
    await installations.take_back(ADA)
    assert not await installations.added(ADA, NOW - HOUR)


async def test_who_declined_is_asked_no_more_until_they_add_it(
    installations: Installations,
) -> None:
    await installations.begin(ADA, NOW)
    await installations.decline(ADA, NOW)
    assert not await installations.begin(ADA, NOW)
    await installations.take_back(ADA)
    assert not await installations.begin(ADA, NOW)
    assert not await installations.added(ADA, NOW - HOUR)
    assert await installations.begin(ADA, NOW)


async def test_a_removal_stands_whatever_is_asked_for_at_the_same_moment(
    installations: Installations,
) -> None:
    attempts = [installations.begin(ADA, NOW) for _ in range(5)]
    await asyncio.gather(*attempts, installations.decline(ADA, NOW), installations.take_back(ADA))
    assert not await installations.begin(ADA, NOW)


async def test_only_who_declined_is_kept_for_good(
    installations: Installations, database: Database
) -> None:
    await installations.begin(ADA, NOW)
    await installations.decline("bob", NOW)
    await delete_expired(database, NOW + 23 * HOUR)
    assert await kept(database) == [ADA, "bob"]
    await delete_expired(database, NOW + 24 * HOUR)
    assert await kept(database) == ["bob"]
