"""What a sweep over everybody reads, over connections and a sign-in of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.http.retry import USUAL_RETRIES, Retries
from bot.m365.capabilities import TenantCapabilities
from bot.m365.connections import open_connections
from bot.m365.delta import UsersDelta
from bot.m365.geos import default_scope
from bot.m365.groups import GraphGroups
from bot.m365.names import GraphNames
from bot.m365.photo_etags import GraphPhotoEtags
from bot.m365.settings import M365Settings


@dataclass(frozen=True)
class WatchedTenant:
    """The adapters of the ports in bot.watch and bot.nudges, names, and what Graph grants."""

    directory: UsersDelta
    photo_etags: GraphPhotoEtags
    groups: GraphGroups
    names: GraphNames
    capabilities: TenantCapabilities


@asynccontextmanager
async def open_watched_tenant(
    settings: M365Settings, retries: Retries = USUAL_RETRIES
) -> AsyncIterator[WatchedTenant]:
    """Open connections to Graph, so that no check waits for those of a sweep."""
    # Whom to ask again is decided person by person.
    once = replace(retries, bounds=replace(retries.bounds, attempts=1))
    async with open_connections(settings, retries) as connections:
        http = connections.http(retries)
        yield WatchedTenant(
            UsersDelta(http, settings.graph),
            GraphPhotoEtags(connections.http(once), settings.graph),
            GraphGroups(http, settings.graph),
            GraphNames(http, settings.graph),
            TenantCapabilities(connections.tokens, default_scope(settings.graph), None),
        )
