"""Two thousand messages through two processes, of which one or the other is killed ten times."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.outbox.busy_channel import struck
from tests.outbox.fleet import Fleet, mailing, most_in_a_second
from tests.outbox.mailing import PEOPLE, endings, going_out

RATE = 150
KILLS = 10


@pytest.mark.timeout(300)
async def test_ten_kills_lose_no_message_and_send_none_twice(
    database: Database, tmp_path: Path
) -> None:
    channel = struck(PEOPLE, seed=3)
    async with mailing(channel, database, tmp_path, RATE) as (senders, _):
        interrupted = await kill_again_and_again(senders, database)
        statuses = await senders.ended()

    assert statuses.count(-9) == KILLS
    assert statuses.count(0) == 2
    assert most_in_a_second(senders.moments) <= RATE
    ended = await endings(database)
    assert ended.of("unconfirmed", "interrupted") == interrupted
    assert ended.of("unconfirmed") == interrupted | channel.ambiguous
    assert ended.of("delivered") == set(PEOPLE) - interrupted - channel.ambiguous
    assert set(channel.delivered.values()) == {1}
    assert channel.delivered.keys() >= set(PEOPLE) - interrupted


async def kill_again_and_again(senders: Fleet, database: Database) -> set[str]:
    """Kill a process at some moment while it sends, and start another; whom it was writing to."""
    chance = random.Random(4)
    interrupted: set[str] = set()
    running = [await senders.start(), await senders.start()]
    for _ in range(KILLS):
        victim = running.pop(chance.randrange(2))
        await senders.sending(victim)
        await asyncio.sleep(chance.uniform(0, 0.8))
        await senders.kill(victim, database)
        interrupted |= await going_out(database, victim.owner)
        running.append(await senders.start())
    return interrupted
