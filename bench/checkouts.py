"""Where the code of a commit is, and the Python that runs it."""

import subprocess  # nosec B404 # runs git and make, with arguments of ours
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bench.processes import ROOT

LOCK = Path("locks") / "dev.txt"
BUILD = ROOT / "build"


@dataclass(frozen=True)
class Checkout:
    """A folder with the files of one commit, and the interpreter with what they import."""

    folder: Path
    python: str


HERE = Checkout(ROOT, sys.executable)


class CommandFailed(Exception):
    """What git or pip wrote to standard error before it failed."""


@contextmanager
def checkout_of(commit: str) -> Iterator[Checkout]:
    """Check a commit out below `build/` until the block ends; raises CommandFailed.

    It shares this process's environment unless its lock file differs: then it gets one of its own,
    which is kept for the next time.
    """
    name = _git("rev-parse", "--verify", "--short=12", f"{commit}^{{commit}}")
    folder = BUILD / "checkouts" / name
    if folder.exists():
        _remove(folder)
    _git("worktree", "add", "--detach", str(folder), name)
    try:
        yield Checkout(folder, _python_for(folder / LOCK))
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> str:
    return _output("git", "-C", str(ROOT), *arguments)


def _python_for(lock: Path) -> str:
    locked = lock.read_bytes()
    if locked == (ROOT / LOCK).read_bytes():
        return sys.executable
    environment = BUILD / "environments" / sha256(locked).hexdigest()[:12]
    python, ready = str(environment / "bin" / "python"), environment / "ready"
    if not ready.exists():
        _output(sys.executable, "-m", "venv", "--clear", str(environment))
        install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        _output(*install, "--require-hashes", "-r", str(lock))
        ready.touch()
    return python


def _output(*command: str) -> str:
    # No shell reads the command, which is ours.
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # nosec B603 # a program of ours
    if done.returncode:
        raise CommandFailed(done.stderr.strip() or f"{command[0]} ended with {done.returncode}")
    return done.stdout.strip()
