"""Work that is done again and again while the bot serves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager

import structlog

from bot.telemetry.failures import where_it_broke

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(*chores: Coroutine[object, object, object]) -> AsyncIterator[None]:
    """Run chores while the context lasts; they are cancelled at its end."""
    tasks = [asyncio.create_task(chore) for chore in chores]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def repeat(
    work: Callable[[], Awaitable[object]],
    *,
    every: float,
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    """Do the work for ever, `every` so many seconds; a failure is noted and does not end it."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the next round must come, whatever broke this
            _log.error("chore_failed", **where_it_broke(error))
        await sleep(every)
