"""`python -m bot serve` that also counts its tasks: `python -m bench.soak.observed_bot`.

Every few seconds it prints a JSON object to standard output, where the bot writes nothing.
"""

import asyncio
import json
import signal
import sys
from time import monotonic

from bot.commands.serve import serve_until_stopped
from bot.config.problems import read_settings_to_serve
from bot.config.settings import Settings
from bot.core.failures import StartRefused

TICK_SECONDS = 0.05
TICKS = 100


async def print_counts() -> None:
    """Print the number of tasks, and the latest that a tick came (milliseconds)."""
    while True:
        stall = 0.0
        for _ in range(TICKS):
            due = monotonic() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            stall = max(stall, monotonic() - due)
        counts = {"tasks": len(asyncio.all_tasks()) - 1, "stall": stall * 1000}
        print(json.dumps(counts), flush=True)


def stop_alone(counting: asyncio.Task[None]) -> None:
    """Stop when nobody reads the counts any longer: the soak was killed."""
    if not counting.cancelled() and counting.exception():
        signal.raise_signal(signal.SIGTERM)


async def serve_observed(settings: Settings) -> None:
    """Serve until the process is told to stop."""
    counting = asyncio.create_task(print_counts())
    counting.add_done_callback(stop_alone)
    try:
        await serve_until_stopped(settings)
    finally:
        counting.cancel()


if __name__ == "__main__":
    try:
        asyncio.run(serve_observed(read_settings_to_serve()))
    except StartRefused as refusal:
        sys.exit(f"Photobot can't start: {refusal}")
