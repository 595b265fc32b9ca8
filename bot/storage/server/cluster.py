"""The database cluster of an embedded Postgres: creation, settings, and cleanup after a crash."""

import asyncio
import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import psutil

from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server.binaries import MAJOR, Binaries
from bot.storage.server.folder import PORT, ROLE, SOCKET, ServerFolder
from bot.storage.server.os_user import run

EXIT_SECONDS = 10
HBA = f"local all {ROLE} peer map=users\n"
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The details of an error repeat the values of the row.
    "log_error_verbosity": "terse",
}


async def prepare_cluster(folder: ServerFolder, binaries: Binaries, lock: int) -> None:
    """Make the data folder ready for a server; the caller holds the folder's lock.

    Raises EmbeddedPostgresError where the data is of another major version, or incomplete.
    """
    version = folder.data / "PG_VERSION"
    if not version.exists():
        await _create(folder, binaries, lock)
    created_by = version.read_text().strip()
    if created_by != str(MAJOR):
        raise EmbeddedPostgresError(
            f"{folder.data} was made by PostgreSQL {created_by}, and this Photobot runs {MAJOR}: "
            f"dump it with PostgreSQL {created_by} (pg_dump) and restore it into an empty folder, "
            "or point Photobot at another folder."
        )
    await _clear_leftovers(folder)
    users = sorted({"root", folder.user.name})
    _write(lock, "pg_hba.conf", HBA, folder)
    _write(lock, "pg_ident.conf", "".join(f'users "{user}" {ROLE}\n' for user in users), folder)


def server_command(folder: ServerFolder, binaries: Binaries) -> list[str]:
    """Return the command line of a server that listens on its unix socket and nowhere else."""
    sockets = str(folder.sockets).replace('"', '""')
    settings = SETTINGS | {
        "unix_socket_directories": f'"{sockets}"',
        "hba_file": folder.path / "pg_hba.conf",
        "ident_file": folder.path / "pg_ident.conf",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries.postgres), "-D", str(folder.data), *options]


async def _create(folder: ServerFolder, binaries: Binaries, lock: int) -> None:
    if folder.data.exists():
        raise EmbeddedPostgresError(
            f"{folder.data} is there and holds no Postgres data (PG_VERSION is missing): "
            "restore it from a backup, or move it away to begin with an empty database."
        )
    fresh = folder.path / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    form = ("--encoding=UTF8", "--no-locale", "--data-checksums", f"--username={ROLE}")
    access = ("--auth-local=peer", "--auth-host=reject")
    # initdb inherits the lock: if this process dies, nobody removes the folder initdb works on.
    await run(binaries.initdb, "-D", fresh, *form, *access, user=folder.user, inherit=[lock])
    # Renamed when complete, so that `data` is never half made; fsync makes the rename durable.
    fresh.rename(folder.data)
    os.fsync(lock)


async def _clear_leftovers(folder: ServerFolder) -> None:
    pid_file = folder.data / "postmaster.pid"
    if pid_file.exists():
        await _end_leftover_server(folder.data)
    sockets = (SOCKET, f"{SOCKET}.lock", folder.supervisor.name)
    for path in (pid_file, *(folder.sockets / name for name in sockets)):
        path.unlink(missing_ok=True)


async def _end_leftover_server(data: Path) -> None:
    """End the Postgres processes on this data folder, whose supervisor was killed.

    Committed data stays committed: SIGQUIT is an immediate shutdown, with recovery at the start.
    """
    leftover = await asyncio.to_thread(_postgres_processes, data)
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for process in leftover:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        _, leftover = await asyncio.to_thread(psutil.wait_procs, leftover, EXIT_SECONDS)


def _postgres_processes(data: Path) -> list[psutil.Process]:
    # By name and working folder, not by postmaster.pid: that id may belong to another process now.
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.name() == "postgres" and Path(process.cwd()) == data:
                found.append(process)
    return found


def _write(lock: int, name: str, text: str, folder: ServerFolder) -> None:
    # `lock` is the folder's own descriptor: nobody can swap the folder for a link meanwhile.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(name, flags, 0o600, dir_fd=lock), "w") as file:
        os.fchown(file.fileno(), folder.user.uid, folder.user.gid)
        file.write(text)
