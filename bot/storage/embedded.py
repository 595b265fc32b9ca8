"""A Postgres of Photobot's own, for the demo, for tests and for pilots on one host."""

import asyncio
import errno
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.storage.server.binaries import Binaries, binaries_for
from bot.storage.server.errors import EmbeddedPostgresError
from bot.storage.server.home import Home, settle
from bot.storage.server.membership import Membership, join

__all__ = ["EmbeddedPostgresError", "embedded_postgres"]

log = structlog.get_logger(__name__)

# For root only: Postgres runs as another user then, who may be unable to enter root's folders.
ELSEWHERE = Path("/var/lib/photobot")
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
async def embedded_postgres(folder: Path, *, elsewhere: Path = ELSEWHERE) -> AsyncIterator[str]:
    """Run Postgres on the folder, and yield its address: a URL that names a unix socket.

    All processes that use one folder share one server, which is stopped with the last of them,
    also when that one is killed. Raises EmbeddedPostgresError.
    """
    with _told_in_words(folder):
        home = await settle(folder, elsewhere)
        binaries = await binaries_for(home.account, elsewhere)
        user = _User(home, binaries, await join(home, binaries))
    staying = asyncio.create_task(user.stay())
    try:
        yield home.url
    finally:
        staying.cancel()
        with suppress(asyncio.CancelledError):
            await staying
        await user.membership.leave()


@dataclass
class _User:
    """One of those who use the server; whoever first sees it gone starts it again."""

    home: Home
    binaries: Binaries
    membership: Membership

    async def stay(self) -> None:
        while True:
            await self.membership.ended()
            self.membership.close()
            log.warning("embedded_postgres_ended")
            self.membership = await self._join_again()

    async def _join_again(self) -> Membership:
        while True:
            try:
                return await join(self.home, self.binaries)
            except (EmbeddedPostgresError, OSError) as error:
                log.error("embedded_postgres_does_not_start", reason=str(error))
                await asyncio.sleep(RETRY_SECONDS)


@contextmanager
def _told_in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        advice = ADVICE.get(error.errno or 0, f"{error.strerror or error}: {ANOTHER}.")
        raise EmbeddedPostgresError(f"Postgres cannot use {place}: {advice}") from error
