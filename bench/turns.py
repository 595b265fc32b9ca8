"""How much of the processor one turn takes."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

from bench.contestants import Serving
from bench.processes import NotMeasured, processor_seconds
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
    """Let many turns flow, and divide what they took when all that they left to do was done.

    Raises NotMeasured.
    """
    everybody = (serving.process, *database)
    await serving.traffic.flow(write, WARM_UP_SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    before = processor_seconds(everybody)
    turns = await serving.traffic.flow(write, SECONDS)
    await asyncio.sleep(SETTLE_SECONDS)
    now = processor_seconds(everybody)
    used = {process: 1000 * (now[process] - before[process]) / turns for process in now}
    if serving.process not in used:
        raise NotMeasured("the bot ended")
    return Cost(used.pop(serving.process), sum(used.values()))
