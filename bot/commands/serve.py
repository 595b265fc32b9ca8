"""`python -m bot serve` and `worker`: the bot that Teams calls, and the job worker."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable

import structlog

from bot.app.serve import serve
from bot.app.worker import work
from bot.config.settings import Settings
from bot.core.logs import set_up_logs
from bot.core.process import give_back_freed_memory, raise_file_limit

_log = structlog.get_logger(__name__)


async def serve_until_stopped(
    settings: Settings,
    started: Callable[[], None] = lambda: None,
    *,
    with_worker: bool = True,
    log_level: int = logging.INFO,
) -> None:
    """Serve until SIGINT or SIGTERM, then finish requests in flight.

    `started` is called once the bot accepts connections. Nothing below `log_level` is logged.
    """
    set_up_logs(log_level)
    raise_file_limit()
    give_back_freed_memory()
    stopped = _stop_signal()
    async with serve(settings, with_worker=with_worker) as address:
        keep_out_of_collections()
        _log.info("serving", address=address)
        started()
        await stopped.wait()


async def work_until_stopped(settings: Settings) -> None:
    """Run jobs until SIGINT or SIGTERM, then finish or requeue those in flight."""
    set_up_logs()
    raise_file_limit()
    give_back_freed_memory()
    stopped = _stop_signal()
    async with work(settings):
        keep_out_of_collections()
        _log.info("working")
        await stopped.wait()


def keep_out_of_collections() -> None:
    """Exempt what the process has built so far from garbage collections.

    It lives as long as the process. A full collection that walks all of it, more than 100,000
    objects of libraries mostly, stops the loop for about a fifth of a second: everybody waits.
    """
    gc.collect()
    gc.freeze()


def _stop_signal() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped
