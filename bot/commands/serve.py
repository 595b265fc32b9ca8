"""`python -m bot serve`: the bot that Teams calls."""

import asyncio
import signal
from collections.abc import Callable

import structlog

from bot.app import serve
from bot.settings import Settings
from bot.telemetry.logs import set_up_logs

_log = structlog.get_logger(__name__)


async def serve_until_stopped(
    settings: Settings, started: Callable[[], None] = lambda: None
) -> None:
    """Serve until SIGINT or SIGTERM, and finish what is under way."""
    set_up_logs()
    stopped = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, stopped.set)
    async with serve(settings) as address:
        _log.info("serving", address=address)
        started()
        await stopped.wait()
