"""A process of the bot that is forked from one which has imported it.

It has imported more than a process of its own would, and has its time zone and hash seed from the
process that it comes from.
"""

import asyncio
import os
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.__main__ import main
from tests.forks import FORKS
from tests.waiting import until

ROOT = Path(__file__).parents[2]
# What a process needs of the environment of the tests.
KEPT = ("PATH", "HOME", "LANG")
Run = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Forked:
    """A running process, with what tests use of `asyncio.subprocess.Process`."""

    process: ForkServerProcess
    stdout: asyncio.StreamReader | None
    stderr: asyncio.StreamReader

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        """The status that it ended with, negative for a signal; None while it runs."""
        return self.process.exitcode

    def kill(self) -> None:
        self.process.kill()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    async def wait(self) -> int:
        # Its status can be read once: in a thread, another reader might be told that there is none.
        await until(lambda: self.returncode is not None, every=0.01)
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[bytes, bytes]:
        """Wait until it has ended, and return what it wrote."""
        stdout = self.stdout.read() if self.stdout else asyncio.sleep(0, b"")
        written = await asyncio.gather(stdout, self.stderr.read())
        await self.wait()
        return written


async def fork(
    environment: Mapping[str, str],
    *command: str,
    run: Run = main,
    files: int | None = None,
    stdout: int = DEVNULL,
) -> Forked:
    """Start a command of the bot with these settings and no others.

    `files` is how many it may open at most.
    """
    errors, stderr = FORKS.Pipe(duplex=False)
    output, written = FORKS.Pipe(duplex=False) if stdout == PIPE else (None, None)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    arguments = (partial(run, command), {**kept, **environment}, files, written, stderr)
    # It is ended with the tests, where those end by themselves.
    process = FORKS.Process(target=_run, args=arguments, daemon=True)
    process.start()
    stderr.close()
    if written:
        written.close()
    return Forked(process, await _reader(output) if output else None, await _reader(errors))


def _run(
    run: Callable[[], int],
    environment: dict[str, str],
    files: int | None,
    stdout: Connection | None,
    stderr: Connection,
) -> None:
    # The server that forks tells nobody of a module that it can't import.
    assert "tests.preloaded" in sys.modules
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with stderr, stdout or open(os.devnull, "wb") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(stderr.fileno(), sys.stderr.fileno())
    if files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    sys.exit(run())


async def _reader(connection: Connection) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(connection.fileno()), "rb", buffering=0)
    connection.close()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    return reader
