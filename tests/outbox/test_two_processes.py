"""Two thousand messages through two processes at the platform's own rate, beside answers."""

import asyncio
import random
import time
from pathlib import Path
from statistics import median

import aiohttp
import pytest

from bot.http.retry import Retries
from bot.outbox.ports import Priority
from bot.storage.database import Database
from bot.teams.connector import Connector
from tests.outbox.busy_channel import struck
from tests.outbox.fleet import mailing, most_in_a_second
from tests.outbox.mailing import PEOPLE, endings
from tests.outbox.sender_process import CHANNEL, gate, recording

RATE = 50
ANSWERS = 100


@pytest.mark.timeout(300)
async def test_two_processes_keep_to_the_rate_and_lose_no_message(
    database: Database, tmp_path: Path
) -> None:
    channel = struck(PEOPLE, seed=1)
    async with mailing(channel, database, tmp_path, RATE) as (senders, service_url):
        await senders.start()
        await senders.start()
        waits, statuses = await asyncio.gather(
            answer(database, service_url, senders.file("answers")), senders.ended()
        )

    assert statuses == [0, 0]
    assert most_in_a_second(senders.moments) <= RATE
    assert median(waits) < 0.3
    ended = await endings(database)
    assert ended.of("unconfirmed") == channel.ambiguous
    assert ended.of("delivered") == set(PEOPLE) - channel.ambiguous
    assert set(channel.delivered.values()) == {1}
    assert channel.delivered.keys() >= set(PEOPLE)
    assert channel.refused == {429: 20, 503: 20, 504: 20}


async def answer(database: Database, service_url: str, file: Path) -> list[float]:
    """Answer people all the while, and say how long each answer waited at the gate."""
    waits, chance = [], random.Random(2)
    tenant_gate = gate(database, RATE)

    async def enter() -> None:
        before = time.monotonic()
        await tenant_gate.enter(Priority.INTERACTIVE)
        waits.append(time.monotonic() - before)

    async with aiohttp.ClientSession(trace_configs=[recording(file)]) as session:
        connector = Connector(session, None, CHANNEL, Retries(), enter)
        for number in range(ANSWERS):
            await asyncio.sleep(chance.uniform(0, 0.4))
            await connector.send(service_url, f"answer-{number}", {"type": "message"})
    return waits
