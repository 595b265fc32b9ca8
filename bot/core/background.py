"""Background tasks: tracked, their failures logged, and waited for at a stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress

import structlog

from bot.core.logs import where_it_broke

_log = structlog.get_logger(__name__)


class Background:
    """Tracked tasks: none is lost, each failure is logged, and a stop waits for them."""

    def __init__(self) -> None:
        # asyncio itself holds tasks weakly: without a reference one can vanish while it runs.
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Start the work as a task, and keep the task until it ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def close(self, seconds: float) -> None:
        """Wait for all tasks, and those they start, for so many seconds; then cancel the rest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        late = tuple(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("background_work_failed", **where_it_broke(error))


@asynccontextmanager
async def running(*chores: Coroutine[object, object, object]) -> AsyncIterator[None]:
    """Run chores while the context lasts, and cancel them at its end."""
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
    """Do the work until this is cancelled, with `every` seconds in between.

    A failure is logged and skipped.
    """
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the next round must come, whatever broke this
            _log.error("chore_failed", **where_it_broke(error))
        _raise_cancellation()
        await sleep(every)


def _raise_cancellation() -> None:
    """Raise CancelledError where this task was asked to end, and something swallowed that.

    Python 3.11's `asyncio.wait_for`, in which the pool of connections waits, returns a result that
    comes together with a cancellation, and forgets the latter.
    """
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError
