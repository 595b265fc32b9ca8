import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.storage.server.os_user import run

# More iterations of the loop than pass between the program's exit and the end of `run`.
STEPS = 10
# Seconds in which a shell starts to wait, or exits.
SHELL_SECONDS = 0.1


@pytest.mark.parametrize("steps", range(STEPS))
async def test_a_cancellation_while_the_program_exits_is_not_swallowed(
    tmp_path: Path, steps: int
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    running = asyncio.create_task(run("sh", "-c", f"read line < {gate}"))
    await asyncio.sleep(SHELL_SECONDS)
    gate.write_text("go\n")
    # Block the loop, so that it learns of the exit only afterwards.
    time.sleep(SHELL_SECONDS)
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    [outcome] = await asyncio.gather(running, return_exceptions=True)
    assert outcome == "" or isinstance(outcome, asyncio.CancelledError)
