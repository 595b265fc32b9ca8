"""Where the embedded Postgres lives: one folder that nobody else can enter, and its sockets."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.storage.server.account import Account, account_for
from bot.storage.server.command import run
from bot.storage.server.errors import EmbeddedPostgresError

ROLE = "photobot"
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the final zero included.
LONGEST_SOCKET_PATH = 103
MOVED = "moved-to"
OURS = frozenset(
    {"data", "data.new", "keeper.sock", "postgres.log", "postgres.log.1", MOVED, SOCKET}
    | {f"{SOCKET}.lock", "pg_hba.conf", "pg_ident.conf"}
)


@dataclass(frozen=True)
class Home:
    """The folders of one server and the account that owns them."""

    folder: Path
    sockets: Path
    account: Account

    @property
    def data(self) -> Path:
        """What Postgres calls PGDATA."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says of itself."""
        return self.folder / "postgres.log"

    @property
    def keeper(self) -> Path:
        """The socket at which the keeper counts its users."""
        return self.sockets / "keeper.sock"

    @property
    def url(self) -> str:
        """The address of the database."""
        return f"postgresql://{ROLE}@/postgres?host={quote(str(self.sockets), safe='')}&port={PORT}"


async def settle(folder: Path, elsewhere: Path) -> Home:
    """Make the folders private to an account that can reach them, changing no parent's mode.

    Where that account cannot enter a parent, the data lies below `elsewhere`, and a link in the
    folder says where.
    """
    folder = _make(folder)
    if not await _can_reach(folder, account_for(folder)):
        folder = _moved(folder, elsewhere)
    account = account_for(folder)
    os.close(own(folder, account))
    sockets = _make_sockets(folder)
    os.close(own(sockets, account))
    return Home(folder, sockets, account)


def own(folder: Path, account: Account) -> int:
    """Make the folder the account's alone, and return it as an open file descriptor."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    owner = os.fstat(descriptor).st_uid
    if owner not in {account.uid, os.geteuid()}:
        os.close(descriptor)
        raise EmbeddedPostgresError(
            f"{folder} belongs to another user: set PHOTOBOT_FOLDER to another folder."
        )
    if owner != account.uid:
        os.fchown(descriptor, account.uid, account.gid)
    os.fchmod(descriptor, 0o700)
    return descriptor


def make_reachable(elsewhere: Path) -> None:
    """Make a folder that everybody may pass through, unless it is there already."""
    with suppress(FileExistsError):
        elsewhere.mkdir()
        elsewhere.chmod(0o755)


def _make(folder: Path) -> Path:
    folder = folder.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if foreign := {path.name for path in folder.iterdir()} - OURS:
        raise EmbeddedPostgresError(
            f"{folder} holds things that are not Photobot's ({min(foreign)}): "
            "Postgres needs a folder of its own."
        )
    return folder


async def _can_reach(folder: Path, account: Account) -> bool:
    if not account.is_somebody_else:
        return True
    if (folder / MOVED).is_symlink():
        return False
    try:
        await run("/bin/sh", "-c", 'cd -- "$1"', "sh", folder.parent, account=account)
    except EmbeddedPostgresError:
        return False
    return True


def _moved(folder: Path, elsewhere: Path) -> Path:
    link = folder / MOVED
    if not link.is_symlink():
        make_reachable(elsewhere)
        target = Path(tempfile.mkdtemp(prefix="postgres-", dir=elsewhere))
        try:
            link.symlink_to(target)
        except FileExistsError:
            target.rmdir()
    return link.readlink()


def _make_sockets(folder: Path) -> Path:
    # libpq takes a comma for the start of another host.
    if len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET_PATH and "," not in str(folder):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    sockets = Path("/tmp") / f"photobot-{name}"  # noqa: S108 - own() checks that it is private
    sockets.mkdir(mode=0o700, exist_ok=True)
    return sockets
