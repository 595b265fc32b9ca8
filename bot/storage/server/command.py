"""Running one of Postgres's programs as the user that it belongs to."""

import asyncio
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.storage.server.account import Account
from bot.storage.server.errors import EmbeddedPostgresError

LINES_TOLD = 5


async def run(
    *command: str | Path, account: Account | None = None, hold: Sequence[int] = ()
) -> str:
    """Run a command, as the account if one is given, and return its output.

    The file descriptors to `hold` stay open in the command.

    Raises EmbeddedPostgresError with the last lines of the output.
    """
    process = await _start(command, account, hold)
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    text = output.decode(errors="replace")
    if process.returncode:
        raise EmbeddedPostgresError(f"{Path(command[0]).name} failed:\n{last_lines(text)}")
    return text


def last_lines(text: str) -> str:
    """The end of a program's output, where the reason is."""
    return "\n".join(text.strip().splitlines()[-LINES_TOLD:])


async def _start(
    command: Sequence[str | Path], account: Account | None, hold: Sequence[int]
) -> asyncio.subprocess.Process:
    drops = account is not None and account.is_somebody_else
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            pass_fds=hold,
            user=account.uid if account and drops else None,
            group=account.gid if account and drops else None,
            extra_groups=[] if drops else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedPostgresError(f"{command[0]} cannot be run: {error}") from error
