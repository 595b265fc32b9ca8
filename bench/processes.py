"""Processes of this run, and what they use."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
STOP_SECONDS = 20.0
MEBIBYTE = 1 << 20


@asynccontextmanager
async def running(command: Iterable[str], environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """Run a command with these variables and few others, until the block ends."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env={**kept, **environment},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=None,
        limit=MEBIBYTE,
    )
    try:
        yield process
    finally:
        await _stop(process)


async def _stop(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def processor_seconds(*processes: psutil.Process) -> float:
    """User and system time that they have used so far, all threads together."""
    times = [process.cpu_times() for process in processes]
    return float(sum(each.user + each.system for each in times))


def resident(process: psutil.Process) -> float:
    """Resident memory, MiB."""
    return float(process.memory_info().rss / MEBIBYTE)


def proportional(processes: Iterable[psutil.Process]) -> float:
    """Memory of several processes with what they share counted once (PSS), MiB."""
    return sum(map(_proportional, processes)) / MEBIBYTE


def _proportional(process: psutil.Process) -> int:
    # Postgres ends its helpers when it likes.
    with suppress(psutil.NoSuchProcess):
        return int(process.memory_full_info().pss)
    return 0
