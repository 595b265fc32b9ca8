"""Sends as fast as it goes, and notes how long the event loop was ever held up."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from time import monotonic

AT_ONCE = 64
# All begin at once. In the first seconds they still wait for one another.
SECONDS = 12.0
TICK = 0.01

Send = Callable[[int], Awaitable[object]]


@dataclass(frozen=True)
class Sent:
    """How many messages went out in how many seconds, and the loop's worst stall in seconds."""

    messages: int
    seconds: float
    worst_stall: float


async def print_sent(send: Send) -> None:
    """Measure, and print the result as one JSON object."""
    print(json.dumps(asdict(await measure(send))))


async def measure(send: Send) -> Sent:
    """Keep sending for some seconds, and wait for what is under way then; raises what fails."""
    watch = asyncio.create_task(_worst_stall())
    numbers, begin = count(1), monotonic()

    async def work() -> None:
        while monotonic() < begin + SECONDS:
            await send(next(numbers))

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    seconds = monotonic() - begin
    watch.cancel()
    return Sent(next(numbers) - 1, seconds, await watch)


async def _worst_stall() -> float:
    worst = 0.0
    with suppress(asyncio.CancelledError):
        while True:
            before = monotonic()
            await asyncio.sleep(TICK)
            worst = max(worst, monotonic() - before - TICK)
    return worst
