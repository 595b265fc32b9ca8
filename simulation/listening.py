"""Sockets, certificates and sites on loopback."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import count, repeat
from pathlib import Path

import trustme
from aiohttp import web

LOOPBACK = "127.0.0.1"


def ports(base: int) -> Iterator[int]:
    """Consecutive ports, or any free ones when the base is 0."""
    return count(base) if base else repeat(0)


def listen(port: int) -> socket.socket:
    """A socket on loopback."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    return listening


def address(listening: socket.socket, scheme: str = "https") -> str:
    """Where the socket is reached, without a trailing slash."""
    return f"{scheme}://{LOOPBACK}:{listening.getsockname()[1]}"


def certify(ca_file: Path) -> ssl.SSLContext:
    """TLS with a certificate for loopback; the authority that signed it goes to the file (PEM)."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(LOOPBACK, "localhost").configure_cert(context)
    return context


async def serve_site(
    stack: AsyncExitStack,
    application: web.Application,
    listening: socket.socket,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Serve the application until the stack unwinds."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(_close, runner)
    await web.SockSite(runner, listening, ssl_context=tls).start()


async def _close(runner: web.AppRunner) -> None:
    """End the site now: clients that idle would never answer TLS's goodbye."""
    connections = runner.server.connections if runner.server else []
    transports = [connection.transport for connection in connections]
    await runner.cleanup()
    for transport in transports:
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
    await asyncio.sleep(0)
