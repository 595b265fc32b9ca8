"""Serves the whole simulation on loopback."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from socket import socket

import aiohttp

from simulation.addresses import Addresses, Geo
from simulation.assemble import PICTURE_FOLDERS, SITES, Parts, assemble, services
from simulation.channel.service import Channel, assemble_channel
from simulation.clock import Clock
from simulation.control import control_application
from simulation.entra.teams_tokens import TeamsTokens
from simulation.faults import Sleep
from simulation.gateway import Gateway
from simulation.listening import address, listen, loopback_tls, ports, serve_site
from simulation.page.application import chat_page
from simulation.people import Start
from simulation.people_of_every_cause import EVERYBODY
from simulation.photographs import draw
from simulation.running import ServedChannel, Simulation
from simulation.seed import Draw, seed
from simulation.sharepoint.request import HostRole

__all__ = ["Addresses", "Geo", "Simulation", "serve"]


@asynccontextmanager
async def serve(
    folder: Path,
    *,
    clock: Clock | None = None,
    bot_endpoint: str | None = None,
    redirect_uris: Iterable[str] = (),
    port_base: int = 0,
    roster: Iterable[Start] = EVERYBODY,
    draw: Draw = draw,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Simulation]:
    """Serve until the block ends; certificates and keys are written to the folder.

    People who signed in to the bot come back to `redirect_uris`. With a `port_base` the ports are
    consecutive: the sites in their order, the connector, the chat page, the control interface.
    """
    numbers = ports(port_base)
    async with AsyncExitStack() as stack:
        sockets = {name: stack.enter_context(listen(next(numbers))) for name in SITES}
        addresses = _addresses(sockets)
        parts = assemble(folder, addresses, clock or Clock())
        parts.apps.bot.redirect_uris.extend(redirect_uris)
        await asyncio.to_thread(seed, parts.tenant, roster, draw)
        ca_file = folder / "ca.pem"
        tls = loopback_tls(ca_file)
        for name, service in services(parts, sleep).items():
            site = Gateway(address(sockets[name]), service, parts.tenant).application()
            await serve_site(stack, site, sockets[name], tls)
        connector, chat, controls = (stack.enter_context(listen(next(numbers))) for _ in range(3))
        channel = await _open_channel(stack, parts, bot_endpoint, address(connector))
        await serve_site(stack, channel.application(), connector, tls)
        await serve_site(stack, chat_page(channel, parts.tenant), chat)
        served = ServedChannel(channel, address(chat, "http") + "/")
        simulation = Simulation(parts, addresses, ca_file, served, address(controls, "http"))
        await serve_site(stack, control_application(simulation), controls)
        yield simulation


async def _open_channel(
    stack: AsyncExitStack, parts: Parts, bot_endpoint: str | None, host: str
) -> Channel:
    """Build the channel in front of the tenant; it closes when the stack unwinds."""
    channel = assemble_channel(
        directory=parts.tenant,
        now=parts.tenant.clock.now,
        verify_token=parts.entra.verify,
        token_for=TeamsTokens(parts.entra, parts.tenant).token,
        http=await stack.enter_async_context(aiohttp.ClientSession()),
        host=host,
        bot_endpoint=bot_endpoint,
        bot_app_id=parts.apps.bot.client_id,
    )
    stack.push_async_callback(channel.client.close)
    return channel


def _addresses(sockets: dict[str, socket]) -> Addresses:
    at = {name: address(listening) for name, listening in sockets.items()}
    roles = (HostRole.ROOT, HostRole.MY, HostRole.ADMIN)
    geos = (Geo(geo, *(at[f"{geo} {role}"] for role in roles)) for geo in PICTURE_FOLDERS)
    return Addresses(at["login"], at["graph"], tuple(geos))
