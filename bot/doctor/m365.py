"""Microsoft Graph and SharePoint: whether each host accepts its token and answers as expected."""

import asyncio
from collections.abc import Iterable, Iterator

from bot.core.failures import FailureReason, ServiceFailure
from bot.doctor.fetch import host_of
from bot.doctor.finding import Area, Finding, fault, fine, warning
from bot.m365 import permissions, rest
from bot.m365.geos import Geo, Geos
from bot.m365.http import Http, Request
from bot.m365.library import picture_folder
from bot.m365.profile import properties

# People who don't exist, so that the doctor reads nothing about anybody.
NOBODY_ID = "00000000-0000-0000-0000-000000000000"
NOBODY_UPN = "nobody@photobot.invalid"
GRAPH = "answers to the token"


async def graph_findings(http: Http, graph: str) -> list[Finding]:
    """Look up a person who doesn't exist: "not found" shows that the token is accepted."""
    request = Request(
        "graph", f"{graph}/v1.0/users/{NOBODY_ID}?$select=id", needs=permissions.READ_USERS
    )
    try:
        answer = await http.send(request)
    except ServiceFailure as failure:
        return [_refused(Area.GRAPH, GRAPH, failure)]
    if answer.ok or (answer.status == 404 and answer.code == "Request_ResourceNotFound"):
        return [fine(Area.GRAPH, GRAPH, "people can be looked up")]
    return [_refused(Area.GRAPH, GRAPH, answer.failure(request))]


async def sharepoint_findings(http: Http, geos: Geos) -> list[Finding]:
    """Look at the three hosts of each geo."""
    found = await asyncio.gather(*(_geo(http, geo) for geo in geos.configured))
    return [finding for findings in found for finding in findings]


async def _geo(http: Http, geo: Geo) -> Iterable[Finding]:
    root, admin, library = await asyncio.gather(
        _profile_failure(http, geo.root),
        _profile_failure(http, geo.admin),
        _library(http, geo.my),
    )
    return (*_profiles(geo, root, admin), library)


async def _profile_failure(http: Http, site: str) -> ServiceFailure | None:
    """Read the profile of somebody who doesn't exist; return why the site refuses."""
    request = Request(
        "sharepoint",
        rest.profile_of(site, NOBODY_UPN),
        headers={"Accept": rest.JSON},
        needs=permissions.READ_PROFILES,
    )
    try:
        properties(request, await http.send(request))
    except ServiceFailure as failure:
        return failure
    return None


def _profiles(
    geo: Geo, root: ServiceFailure | None, admin: ServiceFailure | None
) -> Iterator[Finding]:
    # One of the two is enough: the bot asks the other host where one refuses.
    sites = ((geo.root, root), (geo.admin, admin))
    answering = [host_of(site) for site, failure in sites if failure is None]
    for site, failure in sites:
        name = f"profiles at {host_of(site)}"
        if failure is None:
            yield fine(Area.SHAREPOINT, name, "answers")
        elif answering and failure.service != "entra":
            what = f"refuses ({failure.code or failure.why.value}): {answering[0]} is asked instead"
            yield fine(Area.SHAREPOINT, name, what)
        else:
            yield _refused(Area.SHAREPOINT, name, failure)


async def _library(http: Http, my_site: str) -> Finding:
    name = f"library at {host_of(my_site)}"
    try:
        folder = await picture_folder(http, my_site)
    except ServiceFailure as failure:
        return _no_folder(name, failure)
    return fine(Area.SHAREPOINT, name, f'pictures are in the folder "{folder}"')


def _no_folder(name: str, failure: ServiceFailure) -> Finding:
    if failure.code == "no_picture_folder":
        remedy = "it is there once SharePoint holds its first picture; until then none is repaired"
        return warning(Area.SHAREPOINT, name, "no folder holds pictures yet", remedy)
    if failure.why is FailureReason.LIST_TOO_LONG:
        remedy = (
            "existing pictures are kept up to date; for people without one, put three files there "
            "once (docs/photo-sync.md, Library)"
        )
        return warning(Area.SHAREPOINT, name, "holds over 5,000 items, so it isn't listed", remedy)
    if failure.why in {FailureReason.UNEXPECTED, FailureReason.REJECTED}:
        remedy = "set PHOTOBOT_SHAREPOINT_MY to the My Site host, such as contoso-my"
        code = failure.code or "unexpected"
        return fault(Area.SHAREPOINT, name, f"has no library of pictures ({code})", remedy)
    return _refused(Area.SHAREPOINT, name, failure)


def _refused(area: Area, name: str, failure: ServiceFailure) -> Finding:
    """Judge a service's refusal; a permission that was not granted is a choice, not a problem."""
    code = f" ({failure.code})" if failure.code else ""
    if failure.service == "entra":
        return fault(area, name, "there is no token to ask with", "see Sign-in above")
    if failure.why is FailureReason.NOT_PERMITTED:
        remedy = f"grant {failure.permission}" if failure.permission else "see Permissions above"
        return warning(area, name, f"the token is taken, but not permitted{code}", remedy)
    if failure.why is FailureReason.SIGN_IN_FAILED:
        remedy = "check the address, MicrosoftAppTenantId and this machine's clock"
        return fault(area, name, f"the token is refused{code}", remedy)
    if failure.why in {FailureReason.THROTTLED, FailureReason.TIMED_OUT}:
        return warning(area, name, f"{failure.why.value}{code}", "try again in some minutes")
    remedy = "see Network above; if the host answers there, its address may be wrong"
    return fault(area, name, f"did not answer as expected{code}", remedy)
