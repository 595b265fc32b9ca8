"""In which of some groups a person is, also through groups in them, over Microsoft Graph.

docs/photo-sync.md, "Members of groups".
"""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import USUAL_RETRIES, Retries
from bot.m365 import permissions
from bot.m365.batch import batch
from bot.m365.connections import open_connections
from bot.m365.graph import user_path
from bot.m365.http import Http, Request, Response
from bot.m365.names import DISPLAY_NAME, GraphNames
from bot.m365.settings import M365Settings

# As many as one checkMemberGroups takes, and as one batch takes.
MAX_GROUPS = 20
HIDDEN = "HiddenMembership"


class GraphMemberships:
    """Implements bot.helpdesk.agents.Memberships; `address` such as https://graph.microsoft.com."""

    def __init__(self, http: Http, address: str) -> None:
        self._http = http
        self._address = address.rstrip("/").removesuffix("/v1.0")

    async def of(self, person: str, groups: frozenset[str]) -> frozenset[str]:
        """Return those of the groups that a person is in, also through groups in them.

        Raises ServiceFailure, also for somebody who does not exist.
        """
        found = await asyncio.gather(*(self._of(person, some) for some in _portions(groups)))
        return frozenset().union(*found) & groups

    async def unreadable(self, groups: frozenset[str]) -> frozenset[str]:
        """Return those of the groups that don't exist, or hide their members.

        checkMemberGroups leaves them out, as it does those that the person is not in. Raises
        ServiceFailure.
        """
        found = await asyncio.gather(*(self._unreadable(some) for some in _portions(groups)))
        return frozenset().union(*found)

    async def _of(self, person: str, groups: list[str]) -> frozenset[str]:
        request = Request(
            "graph",
            f"{self._address}/v1.0{user_path(person)}/checkMemberGroups",
            method="POST",
            headers={"Content-Type": "application/json"},
            body=json.dumps({"groupIds": groups}).encode(),
            needs=permissions.READ_GROUPS,
        )
        response = await self._http.succeed(request)
        found = response.json(request).get("value")
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise ServiceFailure("graph", FailureReason.UNEXPECTED, code="no_list_of_groups")
        return frozenset(each.lower() for each in found)

    async def _unreadable(self, groups: list[str]) -> frozenset[str]:
        paths = {group: f"/groups/{group}?$select=id,visibility" for group in groups}
        responses = await batch(self._http, self._address, paths)
        return frozenset(
            group for group, path in paths.items() if not _is_readable(path, responses[group])
        )


def _is_readable(path: str, response: Response) -> bool:
    request = Request("graph", path, needs=permissions.READ_GROUPS)
    # A 404 without Graph's own code comes from something in between.
    if response.status == 404 and response.code is not None:
        return False
    if not response.ok:
        raise response.failure(request)
    return response.json(request).get("visibility") != HIDDEN


def _portions(groups: Collection[str]) -> Iterator[list[str]]:
    listed = sorted(groups)
    for start in range(0, len(listed), MAX_GROUPS):
        yield listed[start : start + MAX_GROUPS]


@dataclass(frozen=True)
class HelpdeskDirectory:
    """What the helpdesk reads of the directory: who is in which groups, and people's names."""

    memberships: GraphMemberships
    names: GraphNames


@asynccontextmanager
async def open_helpdesk_directory(
    settings: M365Settings, retries: Retries = USUAL_RETRIES
) -> AsyncIterator[HelpdeskDirectory]:
    """Open connections to Graph, so that who is an agent never waits for checks of photos."""
    async with open_connections(settings, retries) as connections:
        http = connections.http(retries)
        yield HelpdeskDirectory(
            GraphMemberships(http, settings.graph),
            GraphNames(http, settings.graph, DISPLAY_NAME),
        )
