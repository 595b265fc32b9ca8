"""One server shared by all processes that use a folder: connect to its supervisor or start it."""

import asyncio
import fcntl
import os
import shutil
import socket
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from psycopg.pq import PGconn, Ping

from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server import supervisor
from bot.storage.server.binaries import Binaries
from bot.storage.server.cluster import prepare_cluster, server_command
from bot.storage.server.folder import ServerFolder, make_private
from bot.storage.server.os_user import how_it_ended, last_lines, run

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

    async def last_words(self) -> str:
        """Return how the server ended, when its supervisor has exited."""
        with suppress(ConnectionError, ValueError):
            return how_it_ended(int(await self.reader.read()))
        return "its supervisor ended"

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
            if await _exit_of(folder, connection) is None:
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
        connection, output = await _start_supervisor(folder, binaries, lock)
    finally:
        # The supervisor has inherited the lock, and keeps it.
        os.close(lock)
    how = await _exit_of(folder, connection)
    if how is None:
        return connection
    log = folder.log.read_text(errors="replace") if folder.log.exists() else ""
    free = shutil.disk_usage(folder.path).free >> 20
    # On a full disk, or where it was killed, the log may say nothing.
    raise EmbeddedPostgresError(
        f"Postgres did not start: {how}, with {free} MiB free in {folder.path}. "
        f"Its log is {folder.log}. {last_lines(log or output)}"
    )


async def _start_supervisor(
    folder: ServerFolder, binaries: Binaries, lock: int
) -> tuple[SupervisorConnection, str]:
    """Start it, and return a connection to it, and what it wrote before it had a log."""
    # A connection that exists before the supervisor does: it can't exit for want of clients.
    ours, theirs = socket.socketpair()
    with theirs:
        numbers = (folder.user.uid, folder.user.gid, lock, theirs.fileno())
        script = [sys.executable, "-I", "-S", supervisor.__file__, *map(str, numbers)]
        paths = [str(folder.supervisor), str(folder.log)]
        command = [*script, *paths, *server_command(folder, binaries)]
        try:
            output = await run(*command, inherit=[lock, theirs.fileno()])
        except BaseException:
            ours.close()
            raise
    return SupervisorConnection(*await asyncio.open_unix_connection(sock=ours)), output


async def _exit_of(folder: ServerFolder, connection: SupervisorConnection) -> str | None:
    """Wait until the server accepts connections, after any recovery, and return None.

    Where it exited instead, return how it ended. The connection stays open only where it runs.
    """
    with ExitStack() as unless_it_runs:
        unless_it_runs.callback(connection.close)
        ended = asyncio.create_task(connection.last_words())
        try:
            while await asyncio.to_thread(PGconn.ping, folder.url.encode()) != Ping.OK:
                if ended.done():
                    return ended.result()
                await asyncio.sleep(POLL_SECONDS)
        finally:
            ended.cancel()
            await asyncio.wait({ended})
        unless_it_runs.pop_all()
    return None
