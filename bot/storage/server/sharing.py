"""One server shared by all processes that use a folder: connect to its supervisor or start it."""

import asyncio
import fcntl
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass

from psycopg.pq import PGconn, Ping

from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server import supervisor
from bot.storage.server.binaries import Binaries
from bot.storage.server.cluster import prepare_cluster, server_command
from bot.storage.server.folder import ServerFolder, make_private
from bot.storage.server.os_user import last_lines, run

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class SupervisorConnection:
    """A connection to the supervisor, which runs the server while the connection is open."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def wait_closed(self) -> None:
        """Return when the supervisor has exited, and its server with it."""
        with suppress(ConnectionError):
            await self.reader.read()

    async def release(self) -> None:
        """Stop using the server; the last process to do so waits until the server has stopped."""
        try:
            with suppress(OSError):
                self.writer.write_eof()
            await self.wait_closed()
        finally:
            self.close()

    def close(self) -> None:
        """Stop using the server without waiting."""
        self.writer.close()


async def acquire_server(folder: ServerFolder, binaries: Binaries) -> SupervisorConnection:
    """Connect to the folder's server, started first where none runs; return when it is ready.

    Raises EmbeddedPostgresError where it doesn't start.
    """
    # The supervisor holds the folder's lock for as long as it lives, so two never run at once. A
    # process that gets neither connection nor lock met one that is starting or stopping.
    while True:
        if connection := await _connect(folder):
            if await _is_ready(folder, connection):
                return connection
        elif (lock := _try_lock(folder)) is not None:
            return await _start(folder, binaries, lock)
        await asyncio.sleep(POLL_SECONDS)


async def _connect(folder: ServerFolder) -> SupervisorConnection | None:
    try:
        return SupervisorConnection(*await asyncio.open_unix_connection(folder.supervisor))
    except (FileNotFoundError, ConnectionError):
        return None


def _try_lock(folder: ServerFolder) -> int | None:
    descriptor = make_private(folder.path, folder.user)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


async def _start(folder: ServerFolder, binaries: Binaries, lock: int) -> SupervisorConnection:
    try:
        await prepare_cluster(folder, binaries, lock)
        connection = await _start_supervisor(folder, binaries, lock)
    finally:
        # The supervisor has inherited the lock, and keeps it.
        os.close(lock)
    if not await _is_ready(folder, connection):
        said = last_lines(folder.log.read_text(errors="replace")) if folder.log.exists() else ""
        raise EmbeddedPostgresError(f"Postgres did not start; the end of {folder.log}:\n{said}")
    return connection


async def _start_supervisor(
    folder: ServerFolder, binaries: Binaries, lock: int
) -> SupervisorConnection:
    # A connection that exists before the supervisor does: it can't exit for want of clients.
    ours, theirs = socket.socketpair()
    with theirs:
        numbers = (folder.user.uid, folder.user.gid, lock, theirs.fileno())
        script = [sys.executable, "-I", "-S", supervisor.__file__, *map(str, numbers)]
        paths = [str(folder.supervisor), str(folder.log)]
        command = [*script, *paths, *server_command(folder, binaries)]
        try:
            await run(*command, inherit=[lock, theirs.fileno()])
        except BaseException:
            ours.close()
            raise
    return SupervisorConnection(*await asyncio.open_unix_connection(sock=ours))


async def _is_ready(folder: ServerFolder, connection: SupervisorConnection) -> bool:
    """Wait until the server accepts connections, after any recovery; False where it exited."""
    try:
        while await asyncio.to_thread(PGconn.ping, folder.url.encode()) != Ping.OK:
            if connection.reader.at_eof():
                connection.close()
                return False
            await asyncio.sleep(POLL_SECONDS)
    except BaseException:
        connection.close()
        raise
    return True
