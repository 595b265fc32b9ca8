"""A way to Postgres that is cut off after so many messages of the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

PASSWORD = "s3cr3t-that-nobody-may-read"
NEVER = 10**9


@dataclass
class VanishingDatabase:
    """A proxy on loopback; after `left` messages nothing answers any more."""

    socket: str
    name: str
    left: int = NEVER
    passed: int = 0
    port: int = 0
    server: asyncio.Server | None = None
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        where = f"127.0.0.1:{self.port}/{quote(self.name)}?sslmode=disable&gssencmode=disable"
        return f"postgresql://photobot:{PASSWORD}@{where}"

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            there, back = await asyncio.open_unix_connection(self.socket)
            with closing(back), suppress(ConnectionError, asyncio.IncompleteReadError):
                self.writers += [writer, back]
                async with asyncio.TaskGroup() as group:
                    group.create_task(_copy(reader, back))
                    group.create_task(self._count(there, writer))

    async def _count(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Every message of the server has a byte for its kind, and its length in four bytes.
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await there.readexactly(5)
                body = await there.readexactly(int.from_bytes(head[1:]) - 4)
                if self.passed >= self.left:
                    self.vanish()
                    break
                self.passed += 1
                writer.write(head + body)
                await writer.drain()
        writer.close()

    def vanish(self) -> None:
        """Cut every connection, and take no new one."""
        if self.server:
            self.server.close()
        for writer in self.writers:
            writer.close()


@asynccontextmanager
async def vanishing(url: str, *, after: int = NEVER) -> AsyncIterator[VanishingDatabase]:
    """Put the proxy in front of a database whose address names a unix socket."""
    parts = conninfo_to_dict(url)
    database = VanishingDatabase(
        f"{parts['host']}/.s.PGSQL.{parts['port']}", str(parts["dbname"]), after
    )
    database.server = await asyncio.start_server(database.connect, "127.0.0.1", 0)
    database.port = database.server.sockets[0].getsockname()[1]
    try:
        yield database
    finally:
        database.vanish()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
