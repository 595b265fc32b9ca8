"""Workers are killed through a sweep, the deciding and the sending, as real processes."""

from pathlib import Path

import pytest

from bench.killed_watch import play_watch
from bot.storage.database import Database


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_no_change_is_forgotten_and_nobody_is_written_to_twice(
    database: Database, tmp_path: Path
) -> None:
    outcome = await play_watch(database, tmp_path, people=100, kills=6, seed=1)
    assert len(outcome.killed) == 6
    assert {name: people for name, people in outcome.promises.items() if people} == {}
    assert outcome.is_good
