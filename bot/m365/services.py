"""Connections to Graph, SharePoint and Entra ID as one app registration."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.http.retry import USUAL_RETRIES, Retries
from bot.http.session import open_session
from bot.m365.capabilities import TenantCapabilities
from bot.m365.geos import default_scope
from bot.m365.graph import Graph
from bot.m365.http import Http
from bot.m365.settings import M365Settings
from bot.m365.sharepoint import NoSharePoint, SharePointClient
from bot.m365.tokens import AppTokens, open_tokens
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
    settings: M365Settings, retries: Retries = USUAL_RETRIES
) -> AsyncIterator[Microsoft365Services]:
    """Open the connections to Graph, SharePoint and Entra ID; closed at the end."""
    geos = settings.geos
    root_scope = default_scope(geos.default.root) if geos else None
    async with (
        open_tokens(
            settings.registration,
            settings.ca_file,
            needs_certificate=settings.is_only_sharepoint,
            retries=retries,
        ) as tokens,
        open_session(settings.ca_file) as session,
    ):
        http = Http(session, tokens, retries, allowed=settings.is_ours)
        yield Microsoft365Services(
            Graph(http, settings.graph),
            SharePointClient(http, geos) if geos else NoSharePoint(),
            TenantCapabilities(tokens, default_scope(settings.graph), root_scope),
            tokens,
        )
