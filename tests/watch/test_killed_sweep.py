"""`kill -9` in the middle of a sweep, again and again: nobody is lost, and nobody noticed twice."""

import asyncio
import random
import subprocess
import sys

import pytest
from psycopg.rows import tuple_row

from bot.core.lease import LEASE
from bot.storage.database import Database
from bot.storage.watch_counts import count_watched
from bot.watch.ports import SweepPhase
from bot.watch.sweep import PAGES_AHEAD
from tests.watch.killed_sweep import PEOPLE, has_changed, subject

KILLS = 20
LEASE_SECONDS = LEASE.total_seconds()

pytestmark = pytest.mark.timeout(240)


async def run_for(pages: int, url: str, ahead: float, photos: str) -> int:
    """Run a sweep and kill it when it asks for the page of this number; 0 lets it end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.watch.killed_sweep"),
        *(url, str(ahead), photos, str(pages)),
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    if pages:
        assert await process.stdout.readline() == b"asked\n"
        process.kill()
    return await process.wait()


async def test_a_sweep_survives_twenty_kills(database: Database) -> None:
    assert await run_for(0, database.url, 0, "as before") == 0
    assert (await count_watched(database)).run.seen == PEOPLE
    # The lease of each process has run out for the next, by their clocks.
    chance, ahead, cursors = random.Random(5), 1.0, set()
    for _ in range(KILLS):
        ahead += LEASE_SECONDS + 10
        # All of them together ask for fewer pages than there are.
        await run_for(chance.randint(2, PAGES_AHEAD + 8), database.url, ahead, "changed")
        run = (await count_watched(database)).run
        cursors.add((run.phase, run.cursor))
    assert len(cursors) > KILLS / 2
    assert (await count_watched(database)).run.phase is SweepPhase.PHOTOS

    ahead += LEASE_SECONDS + 10
    assert await run_for(0, database.url, ahead, "changed") == 0

    counts = await count_watched(database)
    assert (counts.run.phase, counts.run.seen) == (SweepPhase.IDLE, PEOPLE)
    changed = [subject(number) for number in range(PEOPLE) if has_changed(number)]
    assert counts.run.changed == len(changed)
    query = "select subject, kind from photo_change order by subject"
    noticed = await database.rows(query, (), tuple_row)
    assert noticed == [(each, "changed") for each in changed]
