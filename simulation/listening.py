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
    """Yield consecutive ports, or zeros (any free port) if the base is 0."""
    return count(base) if base else repeat(0)


def listen(port: int) -> socket.socket:
    """Bind a socket on loopback; port 0 takes any free one."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    return listening


def address(listening: socket.socket, scheme: str = "https") -> str:
    """Return the address of the socket, without a trailing slash."""
    return f"{scheme}://{LOOPBACK}:{listening.getsockname()[1]}"


def loopback_tls(ca_file: Path) -> ssl.SSLContext:
    """Return TLS with a new certificate for loopback; its authority's goes to the file (PEM)."""
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
    """Close the site at once: idle clients would never answer TLS's close_notify."""
    connections = runner.server.connections if runner.server else []
    transports = [connection.transport for connection in connections]
    await runner.cleanup()
    for transport in transports:
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
    await asyncio.sleep(0)
