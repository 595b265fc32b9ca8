"""The embedded Postgres: for the demo, for tests and for pilots on one host."""

import asyncio
import errno
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import ObjectInUse

from bot.core.background import running
from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server.binaries import Binaries, binaries_for
from bot.storage.server.folder import ServerFolder, prepare_folder
from bot.storage.server.sharing import SupervisorConnection, acquire_server

log = structlog.get_logger(__name__)

# Used by root only: Postgres then runs as another user, who may be unable to enter root's folders.
FALLBACK = Path("/var/lib/photobot")
RETRY_SECONDS = 5
ANOTHER = "set PHOTOBOT_FOLDER to another folder"
ADVICE = {
    errno.ENOSPC: "the disk is full: make room.",
    errno.EDQUOT: "the disk quota is used up: make room.",
    errno.EACCES: f"it may not be written: {ANOTHER}, or give Photobot the right.",
    errno.EPERM: f"it may not be changed: {ANOTHER}, or give Photobot the right.",
    errno.EROFS: f"the file system is read-only: {ANOTHER}.",
}


@asynccontextmanager
async def embedded_postgres(folder: Path, *, fallback: Path = FALLBACK) -> AsyncIterator[str]:
    """Run Postgres on the folder, and yield its URL, which names a unix socket.

    All processes that use one folder share one server. It stops with the last of them, even if
    that one is killed. Raises EmbeddedPostgresError.
    """
    with _explained_os_errors(folder):
        server = await prepare_folder(folder, fallback)
        binaries = await binaries_for(server.user, fallback)
        client = _Client(server, binaries, await acquire_server(server, binaries))
    try:
        async with running(client.restart_when_gone()):
            yield server.url
    finally:
        await client.connection.release()


async def delete_everything(url: str) -> None:
    """Make the database of an embedded server anew, without tables.

    Raises EmbeddedPostgresError where another process uses it.
    """
    name = sql.Identifier(str(conninfo_to_dict(url)["dbname"]))
    beside = make_conninfo(url, dbname="template1")
    async with await AsyncConnection.connect(beside, autocommit=True) as connection:
        try:
            await connection.execute(sql.SQL("drop database {}").format(name))
        except ObjectInUse:
            raise EmbeddedPostgresError(
                f"another process uses this database: end it, or {ANOTHER}."
            ) from None
        await connection.execute(sql.SQL("create database {}").format(name))


@dataclass
class _Client:
    """This process's use of the server, which is started again whenever it has exited."""

    folder: ServerFolder
    binaries: Binaries
    connection: SupervisorConnection

    async def restart_when_gone(self) -> None:
        while True:
            await self.connection.wait_closed()
            self.connection.close()
            log.warning("embedded_postgres_exited")
            self.connection = await self._acquire()

    async def _acquire(self) -> SupervisorConnection:
        while True:
            try:
                return await acquire_server(self.folder, self.binaries)
            except (EmbeddedPostgresError, OSError) as error:
                log.error("embedded_postgres_restart_failed", reason=str(error))
                await asyncio.sleep(RETRY_SECONDS)


@contextmanager
def _explained_os_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        advice = ADVICE.get(error.errno or 0, f"{error.strerror or error}: {ANOTHER}.")
        raise EmbeddedPostgresError(f"Postgres cannot use {place}: {advice}") from error
