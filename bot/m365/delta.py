"""Everybody in the tenant, and what changed among them, by Graph's delta query on users.

It tells of accounts only: the photo is stored outside of the user's record.
"""

from collections.abc import Mapping
from typing import Any

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import permissions
from bot.m365.geos import origin
from bot.m365.http import Http, Request, Response
from bot.watch.ports import Member, MembersPage, ResyncRequired

# Graph's pages are small unless it is asked, and it may ignore this.
LARGE_PAGES = {"Prefer": "odata.maxpagesize=999", "Accept": "application/json"}
SELECT = "$select=id,accountEnabled,userType"
# Documented with 410, and announced with 400 (docs/photo-sync.md, "Learning of a change").
_STATUSES_OF_DEAD_LINKS = frozenset({400, 404, 410})
_CODES_OF_DEAD_LINKS = frozenset({"syncstatenotfound", "resyncrequired"})


class UsersDelta:
    """Implements bot.watch.ports.Directory; `address` such as https://graph.microsoft.com."""

    def __init__(self, http: Http, address: str) -> None:
        self._http = http
        self._first = f"{address.rstrip('/').removesuffix('/v1.0')}/v1.0/users/delta?{SELECT}"

    async def page(self, link: str | None) -> MembersPage:
        """Read the page that a link leads to, or the first one.

        Raises ResyncRequired where the link leads nowhere any more, and ServiceFailure.
        """
        url = link or self._first
        # After a change of cloud or address, no token may go to where the link leads.
        if origin(url) != origin(self._first):
            raise ResyncRequired
        request = Request("graph", url, headers=LARGE_PAGES, needs=permissions.READ_USERS)
        response = await self._http.send(request)
        if link and _is_dead(response):
            raise ResyncRequired
        if not response.ok:
            raise response.failure(request)
        try:
            return _page(response.json(request), url)
        except ServiceFailure:
            # Asked again, a link that leads to nonsense would stop every later sweep.
            if link:
                raise ResyncRequired from None
            raise


def _is_dead(response: Response) -> bool:
    code = (response.code or "").casefold()
    return response.status in _STATUSES_OF_DEAD_LINKS or code in _CODES_OF_DEAD_LINKS


def _page(body: Mapping[str, Any], url: str) -> MembersPage:
    people, onward, last = (
        body.get(name) for name in ("value", "@odata.nextLink", "@odata.deltaLink")
    )
    link = onward or last
    # A page that leads to itself would be read for ever.
    if not isinstance(people, list) or not isinstance(link, str) or onward == url:
        raise ServiceFailure("graph", FailureReason.UNEXPECTED, code="no_delta_page")
    # Graph may name a person more than once; the last time counts.
    members = {
        person["id"].lower(): _member(person)
        for person in people
        if isinstance(person, dict) and isinstance(person.get("id"), str)
    }
    return MembersPage(tuple(members.values()), link, is_last=not onward)


def _member(person: Mapping[str, Any]) -> Member:
    enabled, kind = person.get("accountEnabled"), person.get("userType")
    return Member(
        person["id"].lower(),
        enabled if isinstance(enabled, bool) else None,
        kind.lower() == "guest" if isinstance(kind, str) else None,
        gone="@removed" in person,
    )
