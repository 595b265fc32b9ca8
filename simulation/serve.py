"""Serves the whole simulation on loopback."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from socket import socket

import aiohttp

from simulation.addresses import Addresses, Geo
from simulation.assemble import PICTURE_FOLDERS, SITES, Parts, assemble, services
from simulation.channel.manifest import read_manifest
from simulation.channel.service import Channel, assemble_channel
from simulation.clock import Clock
from simulation.control import control_application
from simulation.crowd import Crowd, settle
from simulation.crowd.habits import Habits, Lived
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
from simulation.tenant import Tenant
from simulation.web import Service

__all__ = ["Addresses", "Geo", "Simulation", "serve"]

MANIFEST = Path(__file__).parents[1] / "manifest"


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
    crowd: Crowd | None = None,
    changes_a_day: float = 0,
    manifest: Path = MANIFEST,
) -> AsyncIterator[Simulation]:
    """Serve until the block ends; certificates and keys are written to the folder.

    People who signed in to the bot come back to `redirect_uris`. With a `port_base` the ports are
    consecutive: the sites in their order, the connector, the chat page, the control interface.
    `changes_a_day` is how many photos people of the crowd change by themselves, `manifest` the
    folder of the app's manifest.
    """
    numbers = ports(port_base)
    async with AsyncExitStack() as stack:
        sockets = {name: stack.enter_context(listen(next(numbers))) for name in SITES}
        addresses = _addresses(sockets)
        parts = assemble(folder, addresses, clock or Clock())
        parts.apps.bot.redirect_uris.extend(redirect_uris)
        habits = _settle(parts.tenant, crowd, draw, changes_a_day) if crowd else None
        await asyncio.to_thread(seed, parts.tenant, roster, draw)
        ca_file = folder / "ca.pem"
        tls = loopback_tls(ca_file)
        for name, service in services(parts, sleep).items():
            lived: Service = Lived(service, habits) if habits else service
            site = Gateway(address(sockets[name]), lived, parts.tenant).application()
            await serve_site(stack, site, sockets[name], tls)
        connector, chat, controls = (stack.enter_context(listen(next(numbers))) for _ in range(3))
        channel = await _open_channel(stack, parts, bot_endpoint, address(connector), manifest)
        await serve_site(stack, channel.application(), connector, tls)
        await serve_site(stack, chat_page(channel, parts.tenant), chat)
        parts.teamwork.listeners.append(channel.client.added)
        served = ServedChannel(channel, address(chat, "http") + "/")
        control = address(controls, "http")
        simulation = Simulation(parts, addresses, ca_file, served, control, habits)
        await serve_site(stack, control_application(simulation), controls)
        yield simulation


def _settle(tenant: Tenant, crowd: Crowd, draw: Draw, changes_a_day: float) -> Habits | None:
    """Let a crowd live here; return what it does by itself, the same in every run, or None."""
    album = settle(tenant, crowd, draw)
    if changes_a_day <= 0:
        return None
    chance = Random(crowd.size)  # noqa: S311 # nosec B311 # not for secrets
    return Habits(tenant, crowd, album, changes_a_day, chance)


async def _open_channel(
    stack: AsyncExitStack, parts: Parts, bot_endpoint: str | None, host: str, manifest: Path
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
        manifest=read_manifest(manifest),
    )
    stack.push_async_callback(channel.client.close)
    return channel


def _addresses(sockets: dict[str, socket]) -> Addresses:
    at = {name: address(listening) for name, listening in sockets.items()}
    roles = (HostRole.ROOT, HostRole.MY, HostRole.ADMIN)
    geos = (Geo(geo, *(at[f"{geo} {role}"] for role in roles)) for geo in PICTURE_FOLDERS)
    return Addresses(at["login"], at["graph"], tuple(geos))
