"""The people of groups and of the groups in them, over Microsoft Graph."""

from collections.abc import AsyncIterator, Collection
from urllib.parse import quote

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import permissions
from bot.m365.http import Http, Request, Response

# People only: devices, contacts and the inner groups themselves are left out.
QUERY = "$select=id&$top=999"


class GraphGroups:
    """Implements bot.nudges.groups.PolicyGroups; `address` such as https://graph.microsoft.com."""

    def __init__(self, http: Http, address: str) -> None:
        self._http = http
        self._groups = f"{address.rstrip('/').removesuffix('/v1.0')}/v1.0/groups"

    async def members(self, group: str) -> AsyncIterator[Collection[str]]:
        """Yield the people of a group and of the groups in it; raises ServiceFailure."""
        link: str | None = (
            f"{self._groups}/{quote(group)}/transitiveMembers/microsoft.graph.user?{QUERY}"
        )
        while link:
            request = Request("graph", link, needs=permissions.READ_GROUPS)
            subjects, onward = _page(await self._http.succeed(request), request)
            yield subjects
            link = onward


def _page(response: Response, request: Request) -> tuple[frozenset[str], str | None]:
    body = response.json(request)
    people, onward = body.get("value"), body.get("@odata.nextLink")
    # A page that is not understood might leave out somebody who must not be written to.
    if (
        not isinstance(people, list)
        or not all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in people)
        or onward == request.url
    ):
        raise ServiceFailure("graph", FailureReason.UNEXPECTED, code="no_page_of_members")
    return frozenset(each["id"].lower() for each in people), onward
