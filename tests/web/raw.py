"""Requests as bytes, which no HTTP client would send."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
HOST = b"Host: photobot.test"


def request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """A request of HTTP/1.1 with a Host, which ends where its headers do, or its body."""
    return b"\r\n".join((line + b" HTTP/1.1", HOST, *headers, b"", body))


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Streams]:
    """A connection of its own."""
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def answer_to(address: str, *parts: bytes, patience: float = 5.0) -> bytes:
    """All that is answered until the connection is closed; the parts arrive one by one.

    After `patience` seconds without an answer the client closes its side.
    """
    async with connected(address) as (reader, writer):
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.01)
        first = b""
        # Whoever closes its side before the answer may get none.
        with suppress(TimeoutError, asyncio.IncompleteReadError):
            first = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), patience)
        writer.write_eof()
        return first + await asyncio.wait_for(reader.read(), 5)
