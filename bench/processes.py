"""Processes of this run, and what they use."""

import asyncio
import json
import os
import signal
import socket
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
STOP_SECONDS = 20.0
MEBIBYTE = 1 << 20


class NotMeasured(Exception):
    """A process did not do what was to be measured; its log says why."""


@asynccontextmanager
async def running(
    command: Iterable[str], environment: Mapping[str, str], log: Path, folder: Path = ROOT
) -> AsyncIterator[Process]:
    """Run a command in a folder with these variables and few others, until the block ends.

    What it writes to standard error is added to the log.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("ab") as log_file:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env={**kept, **environment},
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=log_file,
            limit=MEBIBYTE,
        )
    try:
        yield process
    finally:
        await _stop(process)


async def printed_by(
    command: Iterable[str], environment: Mapping[str, str], log: Path, folder: Path = ROOT
) -> dict[str, Any]:
    """Run a command to its end and read the JSON object that it prints; raises NotMeasured."""
    async with running(command, environment, log, folder) as process:
        printed, _ = await process.communicate()
    try:
        result: dict[str, Any] = json.loads(printed)
    except ValueError as not_json:
        raise NotMeasured(f"{' '.join(command)} ended with {process.returncode}") from not_json
    return result


async def _stop(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def free_port() -> int:
    """Find a port on loopback that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def processor_seconds(processes: Iterable[psutil.Process]) -> dict[psutil.Process, float]:
    """User and system time that each has used so far, all threads together; not of who ended."""
    seconds = {}
    for process in processes:
        # Postgres ends its helpers when it likes.
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            seconds[process] = float(times.user + times.system)
    return seconds


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
