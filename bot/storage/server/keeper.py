"""A small process that keeps one server running for as long as anybody uses it.

Whoever uses the server holds a connection to the keeper. The kernel closes it for those that are
killed, so none is forgotten. A user who leaves shuts its side down and reads until the end: that
comes at once while others stay, and for the last one when the server has stopped.

Runs as a script of the standard library alone:
`python -I -S keeper.py UID GID LOCK USER SOCKET LOG COMMAND…`, where LOCK and USER are inherited
file descriptors: the folder's lock, and the connection of the user who started it.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys

STOP_SECONDS = 60
PR_SET_PDEATHSIG = 1


class Users:
    """The connections of those who use the server."""

    def __init__(self) -> None:
        self._connections: set[asyncio.StreamWriter] = set()
        self.gone = asyncio.Event()

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Count a user for as long as the connection lasts."""
        self._connections.add(writer)
        with contextlib.suppress(ConnectionError):
            await reader.read()
        if self._connections == {writer}:
            self.gone.set()
        else:
            self._connections.remove(writer)
            writer.close()


async def keep(first: socket.socket, path: str, command: list[str]) -> None:
    """Run the server until its last user is gone, it ends, or this process is told to stop."""
    server = await asyncio.create_subprocess_exec(*command, preexec_fn=_end_with_parent)
    users = Users()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, users.gone.set)
    welcoming = asyncio.create_task(users.welcome(*await asyncio.open_unix_connection(sock=first)))
    door = await asyncio.start_unix_server(users.welcome, path)
    ended = asyncio.create_task(server.wait())
    gone = asyncio.create_task(users.gone.wait())
    await asyncio.wait({ended, gone}, return_when=asyncio.FIRST_COMPLETED)
    door.close()
    await _stop(server)
    welcoming.cancel()


async def _stop(server: asyncio.subprocess.Process) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            server.send_signal(number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait(), STOP_SECONDS)
            return


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _become(uid: int, gid: int) -> None:
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def _detach(log: str) -> None:
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")
    os.umask(0o077)
    with contextlib.suppress(FileNotFoundError):
        os.replace(log, f"{log}.1")
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)


def main() -> None:
    """Drop the rights of root, leave the starter's session and keep the server."""
    uid, gid, _lock, first = (int(number) for number in sys.argv[1:5])
    path, log, *command = sys.argv[5:]
    _become(uid, gid)
    _detach(log)
    asyncio.run(keep(socket.socket(fileno=first), path, command))


if __name__ == "__main__":
    main()
