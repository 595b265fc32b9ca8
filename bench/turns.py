"""How much of the processor one turn takes."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

from bench.contestants import Serving
from bench.processes import processor_seconds
from bench.traffic import Write

SECONDS = 2.0
WARM_UP_SECONDS = 0.3
SETTLE_SECONDS = 0.5


@dataclass(frozen=True)
class Cost:
    """Milliseconds of the processor for one turn: of the bot, and of the database beside it."""

    bot: float
    database: float


async def cost_of_turn(
    serving: Serving, write: Write, database: Iterable[psutil.Process] = ()
) -> Cost:
    """Let many turns flow, and divide what they took when all that they left to do was done."""
    beside = tuple(database)
    await serving.traffic.flow(write, WARM_UP_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    before = processor_seconds(serving.process), processor_seconds(*beside)
    turns = await serving.traffic.flow(write, SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    after = processor_seconds(serving.process), processor_seconds(*beside)
    bot, postgres = (1000 * (now - then) / turns for then, now in zip(before, after, strict=True))
    return Cost(bot, postgres)
