"""Two thousand messages through two processes that are killed again and again."""

from pathlib import Path

import pytest

from bench.kills import RATE, Troubles, play
from bot.storage.database import Database


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_twenty_kills_lose_no_message_send_none_twice_and_are_settled_in_ten_seconds(
    database: Database, tmp_path: Path
) -> None:
    outcome = await play(database, tmp_path, Troubles(kills=20))
    assert outcome.statuses.count(-9) == 20
    assert (outcome.lost, outcome.twice) == (set(), set())
    assert outcome.unconfirmed_by_kills <= outcome.in_flight
    assert outcome.ended.of("unconfirmed") >= outcome.channel.ambiguous
    assert len(outcome.settled) == 20
    assert max(outcome.settled) < 10.0
    assert outcome.most_in_a_second <= RATE
