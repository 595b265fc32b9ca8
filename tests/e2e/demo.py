"""The demonstration as a newcomer starts it."""

import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.app.infrastructure import POSTGRES
from bot.storage.embedded import embedded_postgres
from tests.waiting import until

ROOT = Path(__file__).parents[2]
START_SECONDS = 240
STOP_SECONDS = 30
SETTINGS = ("PHOTOBOT_", "Microsoft", "DATABASE_URL")


@dataclass(frozen=True)
class Demo:
    """A running demonstration: its addresses, and where it writes what goes wrong."""

    chat: str
    control: str
    database: str
    log: Path


@asynccontextmanager
async def run_demo(*options: str, **settings: str) -> AsyncIterator[Demo]:
    """`python -m bot demo` from a folder of its own, stopped with Ctrl-C, leaving nothing."""
    with _folder() as folder, (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo", *options),
            cwd=ROOT,
            env=_newcomer() | settings | {"PHOTOBOT_FOLDER": str(folder)},
            stdout=PIPE,
            stderr=log,
        )
        try:
            chat, control = await asyncio.wait_for(_ready(process, folder / "log"), START_SECONDS)
            async with embedded_postgres(folder / "demo" / POSTGRES) as database:
                pass
            yield Demo(chat, control, database, folder / "log")
        finally:
            await _stop(process, folder)


def _newcomer() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="photobot-e2e-"))
    # As root, Postgres runs as somebody else, who has to pass through.
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


async def _ready(process: Process, log: Path) -> tuple[str, str]:
    assert process.stdout
    said = ""
    while line := (await process.stdout.readline()).decode():
        said += line
        if addresses := re.search(r"Open (http\S+).*fail: (http\S+)", said, re.DOTALL):
            return addresses[1], addresses[2]
    raise AssertionError(f"the demo ended before it was ready:\n{said}{log.read_text()}")


async def _stop(process: Process, folder: Path) -> None:
    """End it, and see that it takes everything with it that it started."""
    started = _using(folder)
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(process.wait(), STOP_SECONDS) == 0
    assert any("simulation" in line for line in started), started
    assert any("postgres -D" in line for line in started), started
    # A process that a server has just forked still has its command line, and ends a moment later.
    await until(lambda: not _using(folder), patience=STOP_SECONDS)


def _using(folder: Path) -> list[str]:
    """The command lines of everything that runs on this folder."""
    lines = (" ".join(each.info["cmdline"] or ()) for each in psutil.process_iter(["cmdline"]))
    return [line for line in lines if str(folder) in line]
