"""Ending a Postgres whose keeper was killed before it could stop it."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import psutil

PATIENCE_SECONDS = 10


async def end_orphans(data: Path) -> None:
    """End every Postgres process on this data folder; what was committed stays committed.

    A process is known by its name and its working folder, never by the number in postmaster.pid,
    which may belong to another process by now.
    """
    orphans = await asyncio.to_thread(_processes_in, data)
    for number in (signal.SIGQUIT, signal.SIGKILL):
        _signal(orphans, number)
        _, orphans = await asyncio.to_thread(psutil.wait_procs, orphans, PATIENCE_SECONDS)


def _processes_in(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _is_postgres_in(process, data)]


def _is_postgres_in(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name() == "postgres" and Path(process.cwd()) == data
    except psutil.Error:
        return False


def _signal(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
