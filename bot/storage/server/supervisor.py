"""The supervisor: a small process that runs one Postgres for as long as another process uses it.

A process that uses the server holds a connection to the supervisor's socket. The kernel closes
the connection of a process that is killed, so no dead process keeps the server running. To leave, a
process shuts its side of the connection down and reads to the end. The end comes at once while
other processes stay; the last one gets it when the server has stopped. Where the server exits by
itself, its exit status comes before the end, in decimal digits: negative for a signal.

Runs as a script, on the standard library alone:
`python -I -S supervisor.py UID GID LOCK FIRST SOCKET LOG COMMAND…`, where LOCK and FIRST are
inherited file descriptors: the folder's lock, and the connection of the process that started it.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys

# For each of the three ways to stop the server.
STOP_SECONDS = 60
# From <linux/prctl.h>: the signal that this process gets when its parent dies.
PR_SET_PDEATHSIG = 1


class ConnectedProcesses:
    """The connections of the processes that use the server; `gone` is set with the last one."""

    def __init__(self) -> None:
        self._connections: set[asyncio.StreamWriter] = set()
        self.gone = asyncio.Event()

    async def hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Count a process for as long as its connection is open."""
        self._connections.add(writer)
        # Nothing is ever sent: this returns at the end of the connection.
        with contextlib.suppress(ConnectionError):
            await reader.read()
        if self._connections == {writer}:
            # Left open: it closes when this process exits, which says that the server has stopped.
            self.gone.set()
        else:
            self._connections.remove(writer)
            writer.close()

    def tell(self, status: int) -> None:
        """Tell every process how the server ended."""
        for writer in self._connections:
            writer.write(b"%d" % status)


async def supervise(first: socket.socket, path: str, command: list[str]) -> None:
    """Run the server until the last process leaves, it exits, or this process is told to stop."""
    server = await asyncio.create_subprocess_exec(*command, preexec_fn=_die_with_parent)
    processes = ConnectedProcesses()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, processes.gone.set)
    starter = asyncio.create_task(processes.hold(*await asyncio.open_unix_connection(sock=first)))
    listener = await asyncio.start_unix_server(processes.hold, path)
    exited = asyncio.create_task(server.wait())
    gone = asyncio.create_task(processes.gone.wait())
    await asyncio.wait({exited, gone}, return_when=asyncio.FIRST_COMPLETED)
    listener.close()
    if server.returncode is not None:
        processes.tell(server.returncode)
    # Fast shutdown, then immediate shutdown, then by force.
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            server.send_signal(number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait(), STOP_SECONDS)
            break
    starter.cancel()


def _die_with_parent() -> None:
    # Only Linux can: elsewhere the next start ends a server that outlived its supervisor.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _become(uid: int, gid: int) -> None:
    # The groups first: without root's rights they could not be changed any more.
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def _detach(log: str) -> None:
    """Continue in the background, out of reach of the terminal's signals, and write to the log."""
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
    """Drop root's rights, detach from the process that started this one, and supervise."""
    # The lock is not used here; it is held by being open for as long as this process lives.
    uid, gid, _lock, first = (int(number) for number in sys.argv[1:5])
    path, log, *command = sys.argv[5:]
    _become(uid, gid)
    _detach(log)
    asyncio.run(supervise(socket.socket(fileno=first), path, command))


if __name__ == "__main__":
    main()
