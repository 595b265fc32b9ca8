"""Whether each SharePoint host takes its token, and which ones answer for profiles and files."""

import asyncio
from collections.abc import Iterable

from bot.core.failures import FailureReason, ServiceFailure
from bot.doctor.fetch import host_of
from bot.doctor.finding import Area, Finding, fine, problem, warning
from bot.doctor.graph import refused
from bot.m365 import permissions, rest
from bot.m365.geos import Geo, Geos
from bot.m365.http import Http, Request
from bot.m365.library import picture_folder
from bot.m365.profile import properties

# Asked for, so that nothing is read of anybody.
NOBODY = "nobody@photobot.invalid"


async def sharepoint_findings(http: Http, geos: Geos) -> list[Finding]:
    """Three findings for each geography."""
    found = await asyncio.gather(*(_geo(http, geo) for geo in geos.configured))
    return [finding for findings in found for finding in findings]


async def _geo(http: Http, geo: Geo) -> Iterable[Finding]:
    root, admin, library = await asyncio.gather(
        _profiles(http, geo.root), _profiles(http, geo.admin), _library(http, geo.my)
    )
    return (*_who_answers(geo, root, admin), library)


async def _profiles(http: Http, site: str) -> ServiceFailure | None:
    """Ask for the profile of nobody; what stands in the way of an answer, or None."""
    request = Request(
        "sharepoint",
        rest.profile_of(site, NOBODY),
        headers={"Accept": rest.JSON},
        needs=permissions.READ_PROFILES,
    )
    try:
        properties(request, await http.send(request))
    except ServiceFailure as failure:
        return failure
    return None


def _who_answers(
    geo: Geo, root: ServiceFailure | None, admin: ServiceFailure | None
) -> Iterable[Finding]:
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
            yield refused(Area.SHAREPOINT, name, failure)


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
    if failure.why is FailureReason.UNEXPECTED:
        remedy = "set PHOTOBOT_SHAREPOINT_MY to the My Site host, such as contoso-my"
        code = failure.code or "unexpected"
        return problem(Area.SHAREPOINT, name, f"has no library of pictures ({code})", remedy)
    return refused(Area.SHAREPOINT, name, failure)
