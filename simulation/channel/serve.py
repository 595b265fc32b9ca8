"""Serves the channel over TLS, and the chat page in front of it over plain HTTP."""

import random
import socket
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from ssl import SSLContext
from typing import Protocol

import aiohttp
from aiohttp import web

from simulation.channel.delivery import PATIENCE
from simulation.channel.ports import Directory, VerifyToken
from simulation.channel.service import Channel, assemble
from simulation.page.application import chat_page
from simulation.page.ports import Sample
from simulation.page.ports import Tenant as PageTenant
from simulation.page.samples import sample as another_photograph

LOOPBACK = "127.0.0.1"


class Tenant(PageTenant, Directory, Protocol):
    """All that the channel and the page need of the tenant."""


@dataclass(frozen=True)
class Served:
    """A running channel with its chat page."""

    channel: Channel
    chat: str

    def describe(self) -> dict[str, str]:
        """Its addresses: `service_url`, `openid_metadata`, `issuer` and `chat`."""
        return {**self.channel.describe(), "chat": self.chat}


@asynccontextmanager
async def serve_channel(
    *,
    tenant: Tenant,
    verify_token: VerifyToken,
    tls: SSLContext,
    bot_endpoint: str | None,
    bot_app_id: str,
    bot_name: str = "Photobot",
    host: str = "localhost",
    chat_port: int = 0,
    connector_port: int = 0,
    sample: Sample = another_photograph,
    patience: float = PATIENCE,
    wall: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    chance: random.Random | None = None,
) -> AsyncIterator[Served]:
    """Serve on loopback until the block ends; `host` is the name in the certificate of `tls`."""
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(_listen(connector_port))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        channel = assemble(
            directory=tenant,
            now=tenant.clock.now,
            verify_token=verify_token,
            http=http,
            host=f"https://{host}:{_port(listening)}",
            bot_endpoint=bot_endpoint,
            bot_app_id=bot_app_id,
            bot_name=bot_name,
            patience=patience,
            wall=wall,
            monotonic=monotonic,
            new_id=new_id,
            chance=chance,
        )
        stack.push_async_callback(channel.client.close)
        await _serve(stack, channel.application(), listening, tls)
        page = stack.enter_context(_listen(chat_port))
        await _serve(stack, chat_page(channel, tenant, sample), page)
        yield Served(channel, f"http://{LOOPBACK}:{_port(page)}/")


async def _serve(
    stack: AsyncExitStack,
    application: web.Application,
    listening: socket.socket,
    tls: SSLContext | None = None,
) -> None:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=2)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listening, ssl_context=tls).start()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    return listening


def _port(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port
