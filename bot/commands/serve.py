"""`python -m bot serve` and `worker`: the bot that Teams calls, and whoever does its jobs."""

import asyncio
import signal
from collections.abc import Callable

import structlog

from bot.app import serve, work
from bot.config.settings import Settings
from bot.core.logs import set_up_logs

_log = structlog.get_logger(__name__)


async def serve_until_stopped(
    settings: Settings, started: Callable[[], None] = lambda: None, *, with_worker: bool = True
) -> None:
    """Serve until SIGINT or SIGTERM, and finish what is under way."""
    set_up_logs()
    stopped = _stopped()
    async with serve(settings, with_worker=with_worker) as address:
        _log.info("serving", address=address)
        started()
        await stopped.wait()


async def work_until_stopped(settings: Settings) -> None:
    """Do jobs until SIGINT or SIGTERM; what is under way is finished or given back."""
    set_up_logs()
    stopped = _stopped()
    async with work(settings):
        _log.info("working")
        await stopped.wait()


def _stopped() -> asyncio.Event:
    """Set by the first SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, stopped.set)
    return stopped
