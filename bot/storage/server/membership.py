"""Using the server of a folder together with whoever else uses it."""

import asyncio
import fcntl
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass

from psycopg.pq import PGconn, Ping

from bot.storage.server import keeper
from bot.storage.server.binaries import Binaries
from bot.storage.server.cluster import prepare, server_command
from bot.storage.server.command import last_lines, run
from bot.storage.server.errors import EmbeddedPostgresError
from bot.storage.server.home import Home, own

PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Membership:
    """A connection to the keeper; while it is open the server runs."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ended(self) -> None:
        """Return when the keeper is gone, and its server with it."""
        with suppress(ConnectionError):
            await self.reader.read()

    async def leave(self) -> None:
        """Stop using the server; the last one to leave returns when it has stopped."""
        try:
            with suppress(OSError):
                self.writer.write_eof()
            await self.ended()
        finally:
            self.close()

    def close(self) -> None:
        """Stop using the server without waiting for it."""
        self.writer.close()


async def join(home: Home, binaries: Binaries) -> Membership:
    """Use the folder's server, started first if nobody runs it; return when it answers.

    Two never run on one folder: the keeper holds the lock of the folder as long as it lives.
    """
    while True:
        if membership := await _join_running(home):
            if await _answers(home, membership):
                return membership
        elif (lock := _lock(home)) is not None:
            return await _join_started(home, binaries, lock)
        await asyncio.sleep(PAUSE_SECONDS)


async def _join_running(home: Home) -> Membership | None:
    try:
        return Membership(*await asyncio.open_unix_connection(home.keeper))
    except (FileNotFoundError, ConnectionError):
        return None


async def _join_started(home: Home, binaries: Binaries, lock: int) -> Membership:
    try:
        await prepare(home, binaries, lock)
        membership = await _start(home, binaries, lock)
    finally:
        os.close(lock)
    if not await _answers(home, membership):
        said = last_lines(home.log.read_text(errors="replace")) if home.log.exists() else ""
        raise EmbeddedPostgresError(f"Postgres did not start; the end of {home.log}:\n{said}")
    return membership


async def _start(home: Home, binaries: Binaries, lock: int) -> Membership:
    mine, keepers = socket.socketpair()
    with keepers:
        account, user = home.account, keepers.fileno()
        numbers = [str(number) for number in (account.uid, account.gid, lock, user)]
        script = [sys.executable, "-I", "-S", keeper.__file__, *numbers]
        command = [*script, str(home.keeper), str(home.log), *server_command(home, binaries)]
        try:
            await run(*command, hold=[lock, user])
        except BaseException:
            mine.close()
            raise
    return Membership(*await asyncio.open_unix_connection(sock=mine))


def _lock(home: Home) -> int | None:
    folder = own(home.folder, home.account)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        return None
    return folder


async def _answers(home: Home, membership: Membership) -> bool:
    """Wait until the server accepts connections, recovery included; False if it ended instead."""
    try:
        while await asyncio.to_thread(PGconn.ping, home.url.encode()) != Ping.OK:
            if membership.reader.at_eof():
                membership.close()
                return False
            await asyncio.sleep(PAUSE_SECONDS)
    except BaseException:
        membership.close()
        raise
    return True
