"""Connections to Graph, SharePoint and Entra ID as one app registration."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.http.retry import USUAL_RETRIES, Retries
from bot.m365.capabilities import TenantCapabilities
from bot.m365.connections import open_connections
from bot.m365.geos import default_scope
from bot.m365.graph import Graph
from bot.m365.metering import Meter, metered
from bot.m365.no_sharepoint import NoSharePoint
from bot.m365.settings import M365Settings
from bot.m365.sharepoint import SharePointClient
from bot.m365.tokens import AppTokens
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import SharePoint


@dataclass(frozen=True)
class Microsoft365Services:
    """The adapters of the ports in bot.use_cases.ports, which share one session and one sign-in."""

    graph: Graph
    sharepoint: SharePoint
    capabilities: TenantCapabilities
    tokens: AppTokens


@asynccontextmanager
async def open_services(
    settings: M365Settings,
    threads: PictureThreads,
    retries: Retries = USUAL_RETRIES,
    meter: Meter | None = None,
) -> AsyncIterator[Microsoft365Services]:
    """Open the connections to Graph, SharePoint and Entra ID; a `meter` is told of each request."""
    geos = settings.geos
    traces = (metered(meter, settings),) if meter else ()
    root_scope = default_scope(geos.default.root) if geos else None
    async with open_connections(settings, retries, traces) as connections:
        http, tokens = connections.http(retries), connections.tokens
        yield Microsoft365Services(
            Graph(http, settings.graph, threads),
            SharePointClient(http, geos, threads) if geos else NoSharePoint(),
            TenantCapabilities(tokens, default_scope(settings.graph), root_scope),
            tokens,
        )
