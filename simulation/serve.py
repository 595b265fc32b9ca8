"""Serves the whole simulation on loopback."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from socket import socket

from simulation.addresses import Addresses, Geo
from simulation.assemble import PICTURE_FOLDERS, SITES, assemble, services
from simulation.channel.serve import serve_channel
from simulation.clock import Clock
from simulation.control import control_application
from simulation.entra.teams_tokens import TeamsTokens
from simulation.faults import Sleep
from simulation.gateway import Gateway
from simulation.listening import address, certify, listen, ports, serve_site
from simulation.people import Start
from simulation.people_of_every_cause import EVERYBODY
from simulation.photographs import draw
from simulation.running import Simulation
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

    `redirect_uris` is where people come back to who signed in to the bot. With a `port_base` the
    ports are consecutive: the sites in their order, the channel, the chat page, the control
    interface.
    """
    numbers = ports(port_base)
    async with AsyncExitStack() as stack:
        sockets = {name: stack.enter_context(listen(next(numbers))) for name in SITES}
        addresses = _addresses(sockets)
        parts = assemble(folder, addresses, clock or Clock())
        parts.apps.bot.redirect_uris.extend(redirect_uris)
        await asyncio.to_thread(seed, parts.tenant, roster, draw)
        ca_file = folder / "ca.pem"
        tls = certify(ca_file)
        for name, service in services(parts, sleep).items():
            site = Gateway(address(sockets[name]), service, parts.tenant).application()
            await serve_site(stack, site, sockets[name], tls)
        channel = await stack.enter_async_context(
            serve_channel(
                tenant=parts.tenant,
                verify_token=parts.entra.verify,
                token_for=TeamsTokens(parts.entra, parts.tenant).token,
                tls=tls,
                bot_endpoint=bot_endpoint,
                bot_app_id=parts.apps.bot.client_id,
                connector_port=next(numbers),
                chat_port=next(numbers),
            )
        )
        controls = stack.enter_context(listen(next(numbers)))
        simulation = Simulation(parts, addresses, ca_file, channel, address(controls, "http"))
        await serve_site(stack, control_application(simulation), controls)
        yield simulation


def _addresses(sockets: dict[str, socket]) -> Addresses:
    at = {name: address(listening) for name, listening in sockets.items()}
    roles = (HostRole.ROOT, HostRole.MY, HostRole.ADMIN)
    geos = (Geo(geo, *(at[f"{geo} {role}"] for role in roles)) for geo in PICTURE_FOLDERS)
    return Addresses(at["login"], at["graph"], tuple(geos))
