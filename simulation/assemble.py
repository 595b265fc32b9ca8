"""Builds the simulated services: app registrations, an empty tenant, a service for each host."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

from simulation.addresses import Addresses
from simulation.apps import Apps, register
from simulation.clock import Clock
from simulation.entra import Entra
from simulation.entra.registrations import (
    BOT,
    BOT_CONNECTOR,
    BOT_CONNECTOR_AUDIENCE,
    GRAPH,
    GRAPH_APP_ID,
    SHAREPOINT,
    Registration,
    Resource,
)
from simulation.entra.service import LoginService
from simulation.faults import ActiveFaults, FaultInjector, Sleep
from simulation.graph.batch import BatchService
from simulation.graph.service import GraphService
from simulation.graph.teamwork import Teamwork
from simulation.people import DOMAIN
from simulation.sharepoint.request import HostRole
from simulation.sharepoint.service import SharePointService
from simulation.tenant import Tenant
from simulation.tenant.app_catalogue import CatalogueApp
from simulation.tenant.geography import Geography
from simulation.web import Service

TENANT_ID = str(uuid5(NAMESPACE_DNS, DOMAIN))
PICTURE_FOLDERS = {"NAM": "Profile Pictures", "EUR": "Profilbilder"}
SITES = ("login", "graph", *(f"{geo} {role}" for geo in PICTURE_FOLDERS for role in HostRole))


@dataclass(frozen=True)
class Parts:
    """What the services share."""

    tenant: Tenant
    entra: Entra
    apps: Apps
    faults: ActiveFaults
    teamwork: Teamwork = field(default_factory=Teamwork)


def assemble(folder: Path, addresses: Addresses, clock: Clock) -> Parts:
    """Build an empty tenant and its app registrations, whose keys are written to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    apps = register(folder)
    resources = (
        Resource(GRAPH, (addresses.graph, "https://graph.microsoft.com", GRAPH_APP_ID)),
        Resource(SHAREPOINT, addresses.sharepoint_hosts),
        Resource(BOT_CONNECTOR, (BOT_CONNECTOR_AUDIENCE,)),
        _api_of(apps.bot),
    )
    entra = Entra(TENANT_ID, addresses.login, resources, {a.client_id: a for a in apps.all})
    geographies = [Geography(geo, PICTURE_FOLDERS[geo.name]) for geo in addresses.geos]
    tenant = Tenant(TENANT_ID, DOMAIN, clock, geographies)
    _publish(tenant, apps.bot)
    return Parts(tenant, entra, apps, ActiveFaults())


def _publish(tenant: Tenant, bot: Registration) -> None:
    """Put the bot into the catalogue, with a manifest that has the application's id."""
    app_id = str(uuid5(NAMESPACE_DNS, f"photobot.catalogue.{DOMAIN}"))
    app = CatalogueApp(app_id, bot.client_id, "Photobot", bot.client_id)
    tenant.app_catalogue[app.id], tenant.bot_app = app, app.id


def _api_of(bot: Registration) -> Resource:
    """Describe the bot's own API, by the name that Teams requires of bots and by its client id."""
    names = (f"api://botid-{bot.client_id}", bot.client_id)
    return Resource(BOT, names, token_version=2, client_id=bot.client_id)


def services(parts: Parts, sleep: Sleep) -> dict[str, Service]:
    """Build each service with fault injection, by the name of its site."""

    def injected(name: str, service: Service) -> FaultInjector:
        return FaultInjector(name, service, parts.faults, sleep)

    graph = GraphService(parts.entra, parts.teamwork)
    batch = BatchService(single=graph, parts=injected("graph", graph))
    found: dict[str, Service] = {
        "login": injected("login", LoginService(parts.entra)),
        "graph": injected("graph", batch),
    }
    for geo in PICTURE_FOLDERS:
        for role in HostRole:
            service = SharePointService(parts.entra, geo, role)
            found[f"{geo} {role}"] = injected("sharepoint", service)
    return found
