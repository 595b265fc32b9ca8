"""Find and kill the processes that use one folder."""

import asyncio
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil
from psycopg import AsyncConnection

ROOT = Path(__file__).parent.parent.parent


@asynccontextmanager
async def server_user(folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process that uses the folder's server while the context is open."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.server_user", folder),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert (await process.stdout.readline()).startswith(b"postgresql://")
        yield process
    finally:
        process.stdin.close()
        await process.wait()


def kill(*processes: psutil.Process | asyncio.subprocess.Process) -> None:
    for process in processes:
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            process.kill()


def is_alive(process: psutil.Process) -> bool:
    """Whether a process still runs."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def postmasters(folder: Path) -> list[psutil.Process]:
    """The servers on the folder; a child that was just forked has its parent's arguments."""
    found = _with_arguments(lambda arguments: arguments[1:3] == ["-D", f"{folder}/data"])
    servers = {process.pid for process in found}
    return [one for one in found if one.is_running() and one.ppid() not in servers]


def supervisors(folder: Path) -> list[psutil.Process]:
    """The supervisors of the folder's server."""
    return _with_arguments(lambda arguments: f"{folder}/keeper.sock" in arguments)


def postgres_processes(folder: Path) -> list[psutil.Process]:
    """The servers on the folder and their child processes."""
    servers = postmasters(folder)
    return servers + [child for server in servers for child in server.children(recursive=True)]


async def ask(url: str, query: str) -> object:
    """The single value that a query returns."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        [(answer,)] = await (await connection.execute(query.encode())).fetchall()
        return answer


def mode(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def _with_arguments(fit: Callable[[list[str]], bool]) -> list[psutil.Process]:
    # A zombie, or a process that exits meanwhile, has no arguments.
    processes = psutil.process_iter(["cmdline"], ad_value=[])
    return [process for process in processes if fit(process.info["cmdline"] or [])]
