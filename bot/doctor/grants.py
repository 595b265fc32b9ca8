"""Which permissions there are to grant, what each adds, and the names of the common sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.m365.permissions import GRAPH_ROLES, SHAREPOINT_ROLES, of_roles
from bot.photos.capabilities import Capability


class Api(StrEnum):
    """The API that a permission belongs to, as Entra ID lists it."""

    GRAPH = "Microsoft Graph"
    SHAREPOINT = "SharePoint"


@dataclass(frozen=True)
class Grant:
    """One application permission; `then` ends the sentence "then I can …"."""

    api: Api
    permission: str
    then: str


@dataclass(frozen=True)
class Granted:
    """The roles of the tokens; None where they could not be read."""

    graph: frozenset[str] | None
    sharepoint: frozenset[str] | None

    def of(self, api: Api) -> frozenset[str] | None:
        """The roles for one API."""
        return self.graph if api is Api.GRAPH else self.sharepoint

    def together_with(self, other: "Granted") -> "Granted":
        """What two applications hold; where one is not known, what is known of the other."""
        return Granted(_joined(self.graph, other.graph), _joined(self.sharepoint, other.sharepoint))

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the roles make possible; an unknown role makes nothing possible."""
        roles = {api: self.of(api) or frozenset() for api in Api}
        return frozenset().union(*(of_roles(roles[api], TABLES[api]) for api in Api))

    def has(self, grant: Grant) -> bool | None:
        """Whether a grant was made, or one that includes it; None where that is not known."""
        roles = self.of(grant.api)
        if roles is None:
            return None
        gives = TABLES[grant.api][grant.permission]
        return grant.permission in roles or gives <= of_roles(roles, TABLES[grant.api])


def _joined(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return one if other is None else (one or frozenset()) | other


TABLES: Mapping[Api, Mapping[str, frozenset[Capability]]] = {
    Api.GRAPH: GRAPH_ROLES,
    Api.SHAREPOINT: SHAREPOINT_ROLES,
}

# In the order in which they are worth granting.
TO_READ = (
    Grant(Api.GRAPH, "User.Read.All", "find people, and see their accounts and photos"),
    Grant(Api.GRAPH, "ProfilePhoto.Read.All", "read Microsoft 365 photos"),
    Grant(Api.SHAREPOINT, "User.Read.All", "see which picture a SharePoint profile names"),
    Grant(Api.SHAREPOINT, "Sites.Read.All", "compare the pictures that SharePoint keeps"),
    Grant(Api.GRAPH, "PeopleSettings.Read.All", "tell who may change photos, and where"),
)
TO_WRITE = (
    Grant(Api.SHAREPOINT, "User.ReadWrite.All", "set the state of the sync back"),
    Grant(Api.SHAREPOINT, "Sites.FullControl.All", "repair pictures"),
    Grant(Api.GRAPH, "ProfilePhoto.ReadWrite.All", "write Microsoft 365 photos"),
)
GRANTS = TO_READ + TO_WRITE
# In no set: it tells one rare cause from others.
OPTIONAL = (
    Grant(Api.GRAPH, "Application.Read.All", "tell whether Exchange Online is switched on"),
)


def next_grant(given: Granted) -> Grant | None:
    """The first grant that is known to be missing."""
    return next((grant for grant in GRANTS if given.has(grant) is False), None)


def _gives(grants: tuple[Grant, ...]) -> frozenset[Capability]:
    return frozenset().union(*(TABLES[grant.api][grant.permission] for grant in grants))


# The largest first; `own` is a person's own rights.
SETS: Mapping[str, frozenset[Capability]] = {
    "full": _gives(GRANTS),
    "read": _gives(TO_READ),
    "own": frozenset(
        {Capability.WRITE_OWN_SHAREPOINT_PICTURE, Capability.WRITE_OWN_MICROSOFT_365_PHOTO}
    ),
    "guide": frozenset(),
}


def nearest_set(capabilities: frozenset[Capability]) -> str:
    """The largest common set that is there as a whole."""
    return next(name for name, needed in SETS.items() if needed <= capabilities)
