"""The data folder of the embedded Postgres: made once, of one major version, never half made."""

import os
import shutil

from bot.storage.server.binaries import MAJOR, Binaries
from bot.storage.server.command import run
from bot.storage.server.errors import EmbeddedPostgresError
from bot.storage.server.home import PORT, ROLE, SOCKET, Home
from bot.storage.server.orphans import end_orphans

HBA = f"local all {ROLE} peer map=users\n"
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # An error's detail repeats the values of the row.
    "log_error_verbosity": "terse",
}


async def prepare(home: Home, binaries: Binaries, lock: int) -> None:
    """Leave a data folder that a server can be started on; the caller holds the folder's lock."""
    version = home.data / "PG_VERSION"
    if not version.exists():
        await _create(home, binaries, lock)
    made_by = version.read_text().strip()
    if made_by != str(MAJOR):
        raise EmbeddedPostgresError(
            f"{home.data} was made by PostgreSQL {made_by}, and this Photobot runs {MAJOR}: dump "
            f"it with PostgreSQL {made_by} (pg_dump) and restore it into an empty folder, "
            "or point Photobot at another folder."
        )
    await _clear_leftovers(home)
    _let_in_users(home, lock)


def server_command(home: Home, binaries: Binaries) -> list[str]:
    """The command line that serves the data folder on its socket and nowhere else."""
    sockets = str(home.sockets).replace('"', '""')
    settings = SETTINGS | {
        "unix_socket_directories": f'"{sockets}"',
        "hba_file": home.folder / "pg_hba.conf",
        "ident_file": home.folder / "pg_ident.conf",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries.postgres), "-D", str(home.data), *options]


async def _create(home: Home, binaries: Binaries, lock: int) -> None:
    if home.data.exists():
        raise EmbeddedPostgresError(
            f"{home.data} is there and holds no Postgres data (PG_VERSION is missing): "
            "restore it from a backup, or move it away to begin with an empty database."
        )
    fresh = home.folder / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    form = ("--encoding=UTF8", "--no-locale", "--data-checksums", f"--username={ROLE}")
    access = ("--auth-local=peer", "--auth-host=reject")
    # initdb holds the lock as well: should this process die, nobody starts over beneath it.
    await run(binaries.initdb, "-D", fresh, *form, *access, account=home.account, hold=[lock])
    fresh.rename(home.data)
    os.fsync(lock)


async def _clear_leftovers(home: Home) -> None:
    process_id = home.data / "postmaster.pid"
    if process_id.exists():
        await end_orphans(home.data)
    leftovers = (SOCKET, f"{SOCKET}.lock", home.keeper.name)
    for path in (process_id, *(home.sockets / name for name in leftovers)):
        path.unlink(missing_ok=True)


def _let_in_users(home: Home, folder: int) -> None:
    users = sorted({"root", home.account.name})
    _write(folder, "pg_hba.conf", HBA, home)
    _write(folder, "pg_ident.conf", "".join(f'users "{user}" {ROLE}\n' for user in users), home)


def _write(folder: int, name: str, text: str, home: Home) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(name, flags, 0o600, dir_fd=folder), "w") as file:
        os.fchown(file.fileno(), home.account.uid, home.account.gid)
        file.write(text)
