"""The SharePoint hosts of the tenant, geography by geography (Multi-Geo).

A host belongs to a person. Addresses come from the service, and one of them, PictureURL, from
people; a token goes to none that is not ours.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

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
        """The geography that an address belongs to; raises ServiceFailure for a strange host."""
        found = self._find(address)
        if found is None:
            raise ServiceFailure("sharepoint", FailureReason.UNEXPECTED, code="host_not_allowed")
        return found

    def know(self, address: str) -> bool:
        """Whether an address is on one of the tenant's SharePoint hosts."""
        return self._find(address) is not None

    def _find(self, address: str) -> Geo | None:
        asked = origin(address)
        for geo in (*self.configured, self._satellite(asked)):
            if geo and asked in {origin(geo.root), origin(geo.my), origin(geo.admin)}:
                return geo
        return None

    def _satellite(self, asked: str) -> Geo | None:
        """Derive a geography that is not configured from the form of its host.

        Microsoft names them after the tenant and three letters: contosoeur-my.sharepoint.com.
        """
        home, away = urlsplit(origin(self.default.my)), urlsplit(asked)
        ours = _MY_SITE_HOST.fullmatch(home.hostname or "")
        if ours is None:
            return None
        tenant, cloud = re.escape(ours["tenant"]), re.escape(ours["cloud"])
        theirs = re.fullmatch(rf"({tenant}[a-z]{{3}})(?:-my|-admin)?\.{cloud}", away.hostname or "")
        return _geo(home, theirs[1], ours["cloud"]) if theirs else None


def origin(address: str) -> str:
    """Scheme, host and unusual port of an address, in lower case; empty where it is none."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    usual = port in {None, _DEFAULT_PORTS[parts.scheme]}
    return f"{parts.scheme}://{parts.hostname}" + ("" if usual else f":{port}")


def default_scope(address: str) -> str:
    """The scope of a token for a service; every host is an audience of its own."""
    return f"{origin(address)}/.default"


def _geo(home: SplitResult, tenant: str, cloud: str) -> Geo:
    port = f":{home.port}" if home.port else ""
    root, my, admin = (
        f"{home.scheme}://{tenant}{part}.{cloud}{port}" for part in ("", "-my", "-admin")
    )
    return Geo(root, my, admin)
