"""Serves the whole simulation on loopback."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from socket import socket
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from simulation.addresses import Addresses, Geo
from simulation.apps import Apps, register
from simulation.clock import Clock
from simulation.entra import Entra
from simulation.entra.registrations import (
    BOT_CONNECTOR,
    BOT_CONNECTOR_AUDIENCE,
    GRAPH,
    GRAPH_APP_ID,
    SHAREPOINT,
    Registration,
    Resource,
)
from simulation.entra.service import LoginService
from simulation.faults import FaultBook, Faulty, Sleep
from simulation.gateway import Gateway
from simulation.graph.batch import BatchService
from simulation.graph.service import GraphService
from simulation.listening import address, certify, listen, ports, serve_site
from simulation.people import DOMAIN, ROSTER, Start
from simulation.sharepoint.request import HostRole
from simulation.sharepoint.service import SharePointService
from simulation.tenant import Tenant
from simulation.tenant.geography import Geography
from simulation.tenant.seed import Draw, draw, seed
from simulation.web import Service

__all__ = ["Addresses", "Geo", "Simulation", "serve"]

TENANT_ID = str(uuid5(NAMESPACE_DNS, DOMAIN))
PICTURE_FOLDERS = {"NAM": "Profile Pictures", "EUR": "Profilbilder"}


@dataclass(frozen=True)
class Simulation:
    """A running simulation."""

    tenant: Tenant
    entra: Entra
    apps: Apps
    addresses: Addresses
    faults: FaultBook
    ca_file: Path

    def describe(self) -> dict[str, Any]:
        """What a client needs to use it, ready for JSON."""
        return {
            "tenant_id": self.tenant.id,
            "ca_file": str(self.ca_file),
            "login": self.addresses.login,
            "graph": self.addresses.graph,
            "geos": [asdict(geo) for geo in self.addresses.geos],
            "sharepoint": _hosts(self.addresses.geos[0]),
            "apps": {app.name: _credentials(app) for app in self.apps.all},
            "people": [
                {"id": p.id, "upn": p.upn, "name": p.display_name, "about": p.about}
                for p in self.tenant.people.values()
            ],
        }


@asynccontextmanager
async def serve(
    folder: Path,
    *,
    clock: Clock | None = None,
    bot_endpoint: str | None = None,
    port_base: int = 0,
    roster: Iterable[Start] = ROSTER,
    draw: Draw = draw,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Simulation]:
    """Serve until the block ends; certificates and keys are written to the folder."""
    async with AsyncExitStack() as stack:
        sockets = _sockets(stack, ports(port_base))
        simulation = _assemble(folder, _addresses(sockets), clock or Clock())
        seed(simulation.tenant, roster, draw)
        tls = certify(simulation.ca_file)
        await _serve_services(stack, simulation, sockets, tls, sleep)
        yield simulation


def _sockets(stack: AsyncExitStack, numbers: Iterator[int]) -> dict[str, socket]:
    hosts = [f"{geo} {role}" for geo in PICTURE_FOLDERS for role in HostRole]
    names = ("login", "graph", *hosts)
    return {name: stack.enter_context(listen(next(numbers))) for name in names}


def _addresses(sockets: dict[str, socket]) -> Addresses:
    at = {name: address(listening) for name, listening in sockets.items()}
    geos = (
        Geo(geo, *(at[f"{geo} {role}"] for role in (HostRole.ROOT, HostRole.MY, HostRole.ADMIN)))
        for geo in PICTURE_FOLDERS
    )
    return Addresses(at["login"], at["graph"], tuple(geos))


def _assemble(folder: Path, addresses: Addresses, clock: Clock) -> Simulation:
    folder.mkdir(parents=True, exist_ok=True)
    apps = register(folder)
    resources = (
        Resource(GRAPH, (addresses.graph, "https://graph.microsoft.com", GRAPH_APP_ID)),
        Resource(SHAREPOINT, addresses.sharepoint_hosts),
        Resource(BOT_CONNECTOR, (BOT_CONNECTOR_AUDIENCE,)),
    )
    entra = Entra(TENANT_ID, addresses.login, resources, {a.client_id: a for a in apps.all})
    geographies = [Geography(geo, PICTURE_FOLDERS[geo.name]) for geo in addresses.geos]
    tenant = Tenant(TENANT_ID, DOMAIN, clock, geographies)
    return Simulation(tenant, entra, apps, addresses, FaultBook(), folder / "ca.pem")


async def _serve_services(
    stack: AsyncExitStack,
    simulation: Simulation,
    sockets: dict[str, socket],
    tls: ssl.SSLContext,
    sleep: Sleep,
) -> None:
    for name, service in _services(simulation, sleep).items():
        gateway = Gateway(address(sockets[name]), service, simulation.tenant)
        await serve_site(stack, gateway.application(), sockets[name], tls)


def _services(simulation: Simulation, sleep: Sleep) -> dict[str, Service]:
    """Each service with its faults in front, by the name of its socket."""
    entra, faults = simulation.entra, simulation.faults
    graph = GraphService(entra)
    batch = BatchService(alone=graph, parts=Faulty("graph", graph, faults, sleep))
    services: dict[str, Service] = {
        "login": Faulty("login", LoginService(entra), faults, sleep),
        "graph": Faulty("graph", batch, faults, sleep),
    }
    for geo in simulation.addresses.geos:
        for role in HostRole:
            service = SharePointService(entra, geo.name, role)
            services[f"{geo.name} {role}"] = Faulty("sharepoint", service, faults, sleep)
    return services


def _hosts(geo: Geo) -> dict[str, str]:
    return {"root": geo.root, "my": geo.my, "admin": geo.admin}


def _credentials(app: Registration) -> dict[str, str]:
    credentials = {"client_id": app.client_id, "secret": app.secret}
    if app.certificate_file:
        credentials["certificate_file"] = app.certificate_file
    return credentials
