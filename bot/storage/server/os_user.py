"""The operating-system user who runs Postgres, and running programs as that user."""

import asyncio
import os
import pwd
import signal
import subprocess  # nosec B404 # constants and an error; no shell, commands of ours
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.storage.errors import EmbeddedPostgresError

ROOT = 0
UNPRIVILEGED = ("postgres", "nobody")
# A program says last why it failed.
MAX_ERROR_LINES = 5


@dataclass(frozen=True)
class OsUser:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether this process, run by root, has to switch to this user."""
        return self.uid != os.geteuid()


def user_for(folder: Path) -> OsUser:
    """Choose who runs Postgres: this user, or for root the folder's owner or an unprivileged one.

    Postgres refuses to run as root. Raises EmbeddedPostgresError.
    """
    uid = os.geteuid()
    if uid == ROOT:
        uid = folder.stat().st_uid if folder.exists() else ROOT
    if uid == ROOT:
        return _unprivileged_user()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresError(
            f"Postgres needs a user with a name, and user id {uid} has none: "
            "add it to /etc/passwd, run as another user, or set DATABASE_URL."
        ) from None
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _unprivileged_user() -> OsUser:
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in users:
            return OsUser(name, users[name].pw_uid, users[name].pw_gid)
    raise EmbeddedPostgresError(
        f"Postgres does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}: "
        "run Photobot as an ordinary user, or set DATABASE_URL."
    )


async def run(*command: str | Path, user: OsUser | None = None, inherit: Sequence[int] = ()) -> str:
    """Run a program, as the user if one is given, and return its output.

    The program inherits the file descriptors in `inherit`. Raises EmbeddedPostgresError with the
    last lines of its output.
    """
    process = await _start(command, user, inherit)
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    text = output.decode(errors="replace")
    if process.returncode:
        name, how = Path(command[0]).name, how_it_ended(process.returncode)
        raise EmbeddedPostgresError(f"{name} failed: {how}. {last_lines(text)}")
    return text


def how_it_ended(status: int) -> str:
    """Say how a program ended: its exit status, or the signal that ended it."""
    if status >= 0:
        return f"it ended with status {status}"
    try:
        return f"{signal.Signals(-status).name} ended it"
    except ValueError:
        return f"signal {-status} ended it"


def last_lines(text: str) -> str:
    """Return the end of a program's output, where it says why it failed."""
    lines = text.strip().splitlines()[-MAX_ERROR_LINES:]
    return "It said:\n" + "\n".join(lines) if lines else "It said nothing."


async def _start(
    command: Sequence[str | Path], user: OsUser | None, inherit: Sequence[int]
) -> asyncio.subprocess.Process:
    switches = user is not None and user.is_other
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # The user may be unable to enter the current folder.
            cwd="/",
            pass_fds=inherit,
            user=user.uid if user and switches else None,
            group=user.gid if user and switches else None,
            extra_groups=[] if switches else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedPostgresError(f"{command[0]} cannot be run: {error}") from error
