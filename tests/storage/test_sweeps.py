import asyncio
from datetime import timedelta

import pytest

from bot.storage.database import Database
from bot.storage.sweeps import Sweeps
from tests.storage.test_effects import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def sweeps(database: Database) -> Sweeps:
    return Sweeps(database)


async def test_a_sweep_is_due_at_first_and_then_when_its_time_has_passed(sweeps: Sweeps) -> None:
    assert await sweeps.begin("cards", HOUR, NOW)
    assert not await sweeps.begin("cards", HOUR, NOW + HOUR - timedelta(seconds=1))
    assert await sweeps.begin("cards", HOUR, NOW + HOUR)
    assert not await sweeps.begin("cards", HOUR, NOW + HOUR)


async def test_one_sweep_says_nothing_of_another(sweeps: Sweeps) -> None:
    assert await sweeps.begin("cards", HOUR, NOW)
    assert await sweeps.begin("jobs", HOUR, NOW)


async def test_of_many_processes_one_does_the_sweep(sweeps: Sweeps) -> None:
    asked = await asyncio.gather(*(sweeps.begin("cards", HOUR, NOW) for _ in range(8)))
    assert asked.count(True) == 1


async def test_when_a_sweep_was_done_last_is_known(sweeps: Sweeps) -> None:
    assert await sweeps.ended_at("cards") is None
    await sweeps.begin("cards", HOUR, NOW)
    assert await sweeps.ended_at("cards") is None
    await sweeps.end("cards", NOW + HOUR)
    assert await sweeps.ended_at("cards") == NOW + HOUR
