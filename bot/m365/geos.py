"""The tenant's SharePoint hosts, geography by geography (docs/photo-sync.md, "SharePoint hosts").

Security: addresses come from the service, and PictureURL even from people. A token is sent only to
hosts that are configured, or that have the form of one of the tenant's own hosts.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.failures import FailureReason, ServiceFailure

_MY_SITE_HOST = re.compile(r"(?P<tenant>[a-z0-9-]+)-my\.(?P<cloud>[a-z0-9.-]+)")
_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Geo:
    """The three hosts of one geography, such as https://contoso-my.sharepoint.com."""

    root: str
    my: str
    admin: str


@dataclass(frozen=True)
class Geos:
    """The default geography, and the others as far as they are configured."""

    default: Geo
    others: tuple[Geo, ...] = ()

    @property
    def configured(self) -> tuple[Geo, ...]:
        """All geographies that are known beforehand, the default one first."""
        return (self.default, *self.others)

    def of(self, address: str) -> Geo:
        """Return the geography of an address; raises ServiceFailure for a host that isn't ours."""
        found = self._find(address)
        if found is None:
            raise ServiceFailure("sharepoint", FailureReason.UNEXPECTED, code="host_not_allowed")
        return found

    def know(self, address: str) -> bool:
        """Tell whether an address is on one of the tenant's SharePoint hosts."""
        return self._find(address) is not None

    def _find(self, address: str) -> Geo | None:
        wanted = origin(address)
        for geo in (*self.configured, self._satellite(wanted)):
            if geo and wanted in {origin(geo.root), origin(geo.my), origin(geo.admin)}:
                return geo
        return None

    def _satellite(self, wanted: str) -> Geo | None:
        """Derive a geography that is not configured from the form of its host.

        Microsoft names them after the tenant and three letters: contosoeur-my.sharepoint.com.
        """
        home, away = urlsplit(origin(self.default.my)), urlsplit(wanted)
        ours = _MY_SITE_HOST.fullmatch(home.hostname or "")
        if ours is None:
            return None
        tenant, cloud = re.escape(ours["tenant"]), re.escape(ours["cloud"])
        theirs = re.fullmatch(rf"({tenant}[a-z]{{3}})(?:-my|-admin)?\.{cloud}", away.hostname or "")
        if theirs is None:
            return None
        port = f":{home.port}" if home.port else ""
        root, my, admin = (
            f"{home.scheme}://{theirs[1]}{part}.{ours['cloud']}{port}"
            for part in ("", "-my", "-admin")
        )
        return Geo(root, my, admin)


def origin(address: str) -> str:
    """Return scheme, host and unusual port of an address, in lower case; empty where it is none."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    # SharePoint often writes `:443` into its own addresses.
    usual = port in {None, _DEFAULT_PORTS[parts.scheme]}
    return f"{parts.scheme}://{parts.hostname}" + ("" if usual else f":{port}")


def default_scope(address: str) -> str:
    """Return the scope of a token for a service; every host is an audience of its own."""
    return f"{origin(address)}/.default"
