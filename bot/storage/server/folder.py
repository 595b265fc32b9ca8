"""The folder of an embedded Postgres: data, log and sockets, private to the user who runs it."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server.os_user import OsUser, run, user_for

ROLE = "photobot"
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
# The name that earlier versions use, so that processes of both share one server.
SUPERVISOR_SOCKET = "keeper.sock"
# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the terminating zero included.
MAX_SOCKET_PATH_BYTES = 103
# Where sockets go if their own folder's path is too long; make_private() checks who owns it.
SHORT = Path("/tmp")  # noqa: S108 # nosec B108
# A symbolic link to the folder that is used instead, where this one can't be reached.
MOVED = "moved-to"
OWN_FILES = frozenset(
    {"data", "data.new", SUPERVISOR_SOCKET, "postgres.log", "postgres.log.1", MOVED, SOCKET}
    | {f"{SOCKET}.lock", "pg_hba.conf", "pg_ident.conf"}
)


@dataclass(frozen=True)
class ServerFolder:
    """The folder of one server, the folder of its sockets, and the user who owns both."""

    path: Path
    sockets: Path
    user: OsUser

    @property
    def data(self) -> Path:
        """Postgres's data folder, PGDATA."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.path / "postgres.log"

    @property
    def supervisor(self) -> Path:
        """The socket at which the supervisor counts the processes that use the server."""
        return self.sockets / SUPERVISOR_SOCKET

    @property
    def url(self) -> str:
        """The database's address: a URL that names the folder of the socket."""
        return f"postgresql://{ROLE}@/postgres?host={quote(str(self.sockets), safe='')}&port={PORT}"


async def prepare_folder(path: Path, fallback: Path) -> ServerFolder:
    """Create the folders, private to a user who can reach them; no parent's mode is changed.

    Where that user can't enter a parent, the data is kept below `fallback`, and a symbolic link
    in the folder points there. Raises EmbeddedPostgresError.
    """
    path = _create(path)
    if not await _can_reach(path, user_for(path)):
        path = _move(path, fallback)
    user = user_for(path)
    os.close(make_private(path, user))
    sockets = _socket_folder(path)
    os.close(make_private(sockets, user))
    return ServerFolder(path, sockets, user)


def make_private(folder: Path, user: OsUser) -> int:
    """Give the folder to the user alone, and return it as an open file descriptor.

    Raises EmbeddedPostgresError where the folder belongs to somebody else.
    """
    # By descriptor and without following links: nobody can swap the folder between check and use.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    owner = os.fstat(descriptor).st_uid
    if owner not in {user.uid, os.geteuid()}:
        os.close(descriptor)
        raise EmbeddedPostgresError(
            f"{folder} belongs to another user: set PHOTOBOT_FOLDER to another folder."
        )
    if owner != user.uid:
        os.fchown(descriptor, user.uid, user.gid)
    os.fchmod(descriptor, 0o700)
    return descriptor


def make_traversable(folder: Path) -> None:
    """Create a folder that every user can enter, unless it exists."""
    with suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o755)


def has_data(path: Path) -> bool:
    """Tell whether a server has been created in this folder; changes nothing."""
    moved = path / MOVED
    folder = moved.readlink() if moved.is_symlink() else path
    return (folder / "data").is_dir()


def _create(path: Path) -> Path:
    path = path.resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if foreign := {entry.name for entry in path.iterdir()} - OWN_FILES:
        raise EmbeddedPostgresError(
            f"{path} holds things that are not Photobot's ({min(foreign)}): "
            "Postgres needs a folder of its own."
        )
    return path


async def _can_reach(path: Path, user: OsUser) -> bool:
    if not user.is_other:
        return True
    if (path / MOVED).is_symlink():
        return False
    try:
        await run("/bin/sh", "-c", 'cd -- "$1"', "sh", path.parent, user=user)
    except EmbeddedPostgresError:
        return False
    return True


def _move(path: Path, fallback: Path) -> Path:
    link = path / MOVED
    if not link.is_symlink():
        make_traversable(fallback)
        # A name of its own, never derived from the path: a folder that is made again starts empty.
        target = Path(tempfile.mkdtemp(prefix="postgres-", dir=fallback))
        try:
            link.symlink_to(target)
        except FileExistsError:
            # Another process made the link first.
            target.rmdir()
    return link.readlink()


def _socket_folder(path: Path) -> Path:
    # libpq takes what follows a comma for another host.
    if len(os.fsencode(path / SOCKET)) <= MAX_SOCKET_PATH_BYTES and "," not in str(path):
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    sockets = SHORT / f"photobot-{name}"
    sockets.mkdir(mode=0o700, exist_ok=True)
    return sockets
