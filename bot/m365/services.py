"""Everything of Microsoft 365 put together from its settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.m365.capabilities import TenantCapabilities
from bot.m365.geos import Geos, origin
from bot.m365.graph import Graph
from bot.m365.http import Http
from bot.m365.registration import AppRegistration
from bot.m365.retry import USUAL_RETRIES, Retries
from bot.m365.session import open_session
from bot.m365.sharepoint import SharePoint
from bot.m365.tokens import Tokens, open_tokens


@dataclass(frozen=True)
class M365Settings:
    """Where the services are, and as which app they are asked; `graph` without a version."""

    graph: str
    geos: Geos
    registration: AppRegistration
    ca_file: Path | None = None


@dataclass(frozen=True)
class Microsoft365Services:
    """The adapters of the ports in bot.care.ports, sharing one session and one sign-in."""

    graph: Graph
    sharepoint: SharePoint
    capabilities: TenantCapabilities
    tokens: Tokens


@asynccontextmanager
async def open_services(
    settings: M365Settings, retries: Retries = USUAL_RETRIES
) -> AsyncIterator[Microsoft365Services]:
    """Open the connections to Graph, SharePoint and Entra ID; closed at the end."""
    geos, graph, root = settings.geos, origin(settings.graph), origin(settings.geos.default.root)

    def is_only_sharepoint(address: str) -> bool:
        return geos.know(address) and origin(address) != graph

    async with (
        open_tokens(
            settings.registration,
            settings.ca_file,
            needs_certificate=is_only_sharepoint,
            retries=retries,
        ) as tokens,
        open_session(settings.ca_file) as session,
    ):
        http = Http(
            session,
            tokens,
            retries,
            allowed=lambda address: address == graph or geos.know(address),
        )
        yield Microsoft365Services(
            Graph(http, settings.graph),
            SharePoint(http, geos),
            TenantCapabilities(tokens, f"{graph}/.default", f"{root}/.default"),
            tokens,
        )
