"""Serves the channel over TLS, and the chat page in front of it over plain HTTP."""

import random
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from ssl import SSLContext
from typing import Protocol

import aiohttp

from simulation.channel.delivery import PATIENCE
from simulation.channel.ports import Directory, TokenFor, VerifyToken
from simulation.channel.service import Channel, assemble
from simulation.channel.single_sign_on import no_tokens
from simulation.listening import address, listen, serve_site
from simulation.page.application import chat_page
from simulation.page.ports import Sample
from simulation.page.ports import Tenant as PageTenant
from simulation.page.samples import sample as another_photograph


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
    chat_port: int = 0,
    connector_port: int = 0,
    sample: Sample = another_photograph,
    patience: float = PATIENCE,
    wall: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    chance: random.Random | None = None,
    token_for: TokenFor = no_tokens,
) -> AsyncIterator[Served]:
    """Serve on loopback until the block ends; the certificate of `tls` is for 127.0.0.1."""
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(listen(connector_port))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        channel = assemble(
            directory=tenant,
            now=tenant.clock.now,
            verify_token=verify_token,
            http=http,
            host=address(listening),
            bot_endpoint=bot_endpoint,
            bot_app_id=bot_app_id,
            bot_name=bot_name,
            patience=patience,
            wall=wall,
            monotonic=monotonic,
            new_id=new_id,
            chance=chance,
            token_for=token_for,
        )
        stack.push_async_callback(channel.client.close)
        await serve_site(stack, channel.application(), listening, tls)
        page = stack.enter_context(listen(chat_port))
        await serve_site(stack, chat_page(channel, tenant, sample), page)
        yield Served(channel, address(page, "http") + "/")
