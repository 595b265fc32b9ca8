"""A census of a large company, whose library can't be listed, killed in its middle."""

import json
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from psycopg import AsyncConnection

from simulation.crowd import Crowd
from simulation.running import Simulation
from simulation.serve import serve
from tests.scenarios.bot_process import settings_for
from tests.scenarios.fast_census import take_census
from tests.scenarios.forked import Forked, fork
from tests.waiting import until_true

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(900)]

CROWD = Crowd(1_000, stale=0.05)
KILLED_AFTER = (150, 450, 750)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def company(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulation]:
    """A thousand people, and nobody besides."""
    async with serve(tmp_path_factory.mktemp("company"), roster=(), crowd=CROWD) as simulation:
        yield simulation


def truth() -> dict[str, str]:
    """What is so of everybody who may sign in and is no guest."""
    people = {number: CROWD.person(number) for number in range(len(CROWD))}
    return {
        person.id: verdict_of(number)
        for number, person in people.items()
        if person.account_enabled and person.user_type == "Member"
    }


def verdict_of(number: int) -> str:
    photo = CROWD.portrait(number)
    if photo is None:
        return "no_photo"
    return "in_sync" if CROWD.in_sharepoint(number) == photo else "differs"


async def begin(company: Simulation, url: str) -> Forked:
    """Start a census in a process of its own."""
    settings = settings_for(company) | {"DATABASE_URL": url}
    return await fork(settings, run=take_census, stdout=PIPE)


async def until_checked(url: str, number: int) -> None:
    await until_true(url, "select count(verdict) >= %s from census_person", number)


async def result(process: Forked) -> Any:
    output, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(output)


async def test_the_counts_are_the_truth_though_it_is_killed_again_and_again(
    company: Simulation, database_address: str
) -> None:
    for number in KILLED_AFTER:
        process = await begin(company, database_address)
        await until_checked(database_address, number)
        process.kill()
        assert await process.wait() < 0
    counts = await result(await begin(company, database_address))

    expected = truth()
    assert counts["people"] == len(expected)
    assert counts["waiting"] == 0
    assert counts["verdicts"] == Counter(expected.values())
    assert counts["causes"]["differs"] == {"sharepoint_old": counts["verdicts"]["differs"]}
    async with await AsyncConnection.connect(database_address) as connection:
        query = "select subject, verdict from census_person order by subject"
        counted = await (await connection.execute(query)).fetchall()
    assert counted == sorted(expected.items())
