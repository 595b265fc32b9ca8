import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.storage.server.command import run

STEPS = 10
"""More than the event loop needs from the end of a program to the end of `run`."""
LONG_ENOUGH = 0.1
"""Seconds in which a shell begins to wait, or ends."""


@pytest.mark.parametrize("steps", range(STEPS))
async def test_who_is_told_to_stop_while_a_program_ends_stops(tmp_path: Path, steps: int) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    running = asyncio.create_task(run("sh", "-c", f"read line < {gate}"))
    await asyncio.sleep(LONG_ENOUGH)
    gate.write_text("go\n")
    # The program ends while the event loop looks away.
    time.sleep(LONG_ENOUGH)
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    [outcome] = await asyncio.gather(running, return_exceptions=True)
    assert outcome == "" or isinstance(outcome, asyncio.CancelledError)
