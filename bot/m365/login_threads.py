"""Threads for calls to Entra ID's login, which block, apart from asyncio's own threads."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TypeVar

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.signin import SERVICE

# Seconds that anybody waits for the login (docs/architecture.md, "Deadlines").
LOGIN_SECONDS = 8.0
# Calls at the same time. Those that are given up hold their thread until the session's time-outs.
MAX_THREADS = 16

Result = TypeVar("Result")


class LoginThreads:
    """Threads that a login host which stalls may hold up, without holding up anything else.

    They are daemon threads: a process that stops does not wait for them.
    """

    def __init__(self, seconds: float = LOGIN_SECONDS, max_threads: int = MAX_THREADS) -> None:
        self._seconds = seconds
        self._free = asyncio.Semaphore(max_threads)

    async def within_limit(self, work: Callable[[], Result]) -> Result:
        """Run `work`, but wait for a bounded time only; raises ServiceFailure, and what it raises.

        Raised is TIMED_OUT; the work then goes on, and its result is dropped.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.shield(self.start(work))
        except TimeoutError:
            raise ServiceFailure(SERVICE, FailureReason.TIMED_OUT) from None

    def start(self, work: Callable[[], Result]) -> "asyncio.Task[Result]":
        """Start `work` in a thread, as soon as one is free."""
        task = asyncio.create_task(self._run(work))
        # Asking for the exception avoids asyncio's "exception was never retrieved".
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return task

    async def _run(self, work: Callable[[], Result]) -> Result:
        async with self._free:
            loop = asyncio.get_running_loop()
            result: asyncio.Future[Result] = loop.create_future()

            def run() -> None:
                try:
                    settle = partial(_set, result, work())
                except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                    settle = partial(_set_error, result, error)
                # The loop may have been closed meanwhile, and then nobody waits any more.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(settle)

            Thread(target=run, name="login", daemon=True).start()
            return await result


def _set(future: "asyncio.Future[Result]", result: Result) -> None:
    if not future.done():
        future.set_result(result)


def _set_error(future: "asyncio.Future[Result]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
