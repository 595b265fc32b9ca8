"""The addresses of the simulated services."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Geo:
    """The three SharePoint hosts of one geography, without trailing slashes."""

    name: str
    root: str
    my: str
    admin: str


@dataclass(frozen=True)
class Addresses:
    """The hosts of the simulated tenant; the first geography is the default one."""

    login: str
    graph: str
    geos: tuple[Geo, ...]

    @property
    def sharepoint_hosts(self) -> tuple[str, ...]:
        """All SharePoint hosts of all geographies."""
        return tuple(host for geo in self.geos for host in (geo.root, geo.my, geo.admin))
