"""Which tokens are needed, and for what."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.m365.geos import default_scope, origin
from bot.m365.settings import M365Settings


def scopes_of(m365: M365Settings) -> Iterator[tuple[str, str]]:
    """What to call each token, and its scope."""
    yield "Microsoft Graph", default_scope(m365.graph)
    for geo in m365.geos.configured if m365.geos else ():
        for address in (geo.root, geo.my, geo.admin):
            yield urlsplit(origin(address)).netloc, default_scope(address)
