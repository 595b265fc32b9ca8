"""Application permissions: which are granted, what each adds, and the names of common sets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.failures import ServiceFailure
from bot.doctor.finding import Area, Finding, fine, unknown, warning
from bot.m365.capabilities import RoleSource
from bot.m365.permissions import GRAPH_ROLES, SHAREPOINT_ROLES, of_roles
from bot.photos.capabilities import Capability

PLACE = "Entra admin centre > App registrations > the application > API permissions"


class Api(StrEnum):
    """The API of a permission, as Entra ID calls it."""

    GRAPH = "Microsoft Graph"
    SHAREPOINT = "SharePoint"


@dataclass(frozen=True)
class Grant:
    """One application permission; `then` completes the sentence "then Photobot can …"."""

    api: Api
    permission: str
    then: str


@dataclass(frozen=True)
class Granted:
    """The roles that the tokens carry, for each API; None where there is no readable token."""

    graph: frozenset[str] | None
    sharepoint: frozenset[str] | None

    def of(self, api: Api) -> frozenset[str] | None:
        """Return the roles for one API."""
        return self.graph if api is Api.GRAPH else self.sharepoint

    def together_with(self, other: "Granted") -> "Granted":
        """Combine what two registrations hold; what is unknown of one doesn't hide the other."""
        return Granted(_union(self.graph, other.graph), _union(self.sharepoint, other.sharepoint))

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the known roles make possible."""
        roles = {api: self.of(api) or frozenset() for api in Api}
        return frozenset().union(*(of_roles(roles[api], TABLES[api]) for api in Api))

    def has(self, grant: Grant) -> bool | None:
        """Tell whether this grant, or one that includes it, was made; None where unknown."""
        roles = self.of(grant.api)
        if roles is None:
            return None
        # Such as User.ReadWrite.All, which includes what User.Read.All gives.
        gives = TABLES[grant.api][grant.permission]
        return grant.permission in roles or gives <= of_roles(roles, TABLES[grant.api])


def _union(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    return left if right is None else (left or frozenset()) | right


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
# In no set: it only tells one rare cause from others.
OPTIONAL = (
    Grant(Api.GRAPH, "Application.Read.All", "tell whether Exchange Online is switched on"),
)


def permission_findings(granted: Granted) -> Iterator[Finding]:
    """Judge each permission that is of use."""
    for grant in (*GRANTS, *OPTIONAL):
        name, has = f"{grant.api} {grant.permission}", granted.has(grant)
        remedy = (
            f"for Photobot to {grant.then}: {PLACE} > Add a permission > {grant.api} > Application "
            f"permissions > {grant.permission}, then Grant admin consent"
        )
        if has is None:
            yield unknown(Area.PERMISSIONS, name, "there is no token that would tell")
        elif has:
            yield fine(Area.PERMISSIONS, name, f"granted: Photobot can {grant.then}")
        else:
            yield warning(Area.PERMISSIONS, name, "not granted", remedy)


async def roles_or_none(tokens: RoleSource, scope: str | None) -> frozenset[str] | None:
    """Get the roles of a scope's token; None where there is no readable token."""
    if scope is None:
        return None
    try:
        return await tokens.roles(scope)
    except ServiceFailure:
        return None


def next_grant(given: Granted) -> Grant | None:
    """Return the first grant that is known to be missing."""
    return next((grant for grant in GRANTS if given.has(grant) is False), None)


def _gives(grants: tuple[Grant, ...]) -> frozenset[Capability]:
    return frozenset().union(*(TABLES[grant.api][grant.permission] for grant in grants))


# The largest first, as the first that fits is named; `own` are a person's own rights.
SETS: Mapping[str, frozenset[Capability]] = {
    "full": _gives(GRANTS),
    "read": _gives(TO_READ),
    "own": frozenset(
        {Capability.WRITE_OWN_SHAREPOINT_PICTURE, Capability.WRITE_OWN_MICROSOFT_365_PHOTO}
    ),
    "guide": frozenset(),
}


def nearest_set(capabilities: frozenset[Capability]) -> str:
    """Return the name of the largest common set that is granted as a whole."""
    return next(name for name, needed in SETS.items() if needed <= capabilities)
