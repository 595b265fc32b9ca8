"""User principal names or display names of many people, twenty to a request."""

import asyncio
from collections.abc import Sequence

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import permissions
from bot.m365.batch import batch
from bot.m365.graph import user_path
from bot.m365.http import Http, Request, Response

AMONG = 20
CONCURRENCY = 4
UPN = "userPrincipalName"
DISPLAY_NAME = "displayName"
_REQUEST = Request("graph", "", needs=permissions.READ_USERS)


class GraphNames:
    """The names that Microsoft Graph knows; `address` such as https://graph.microsoft.com.

    Implements bot.helpdesk.ports.DisplayNames with the property `displayName`.
    """

    def __init__(self, http: Http, address: str, name: str = UPN) -> None:
        self._http = http
        self._property = name
        self._address = address.rstrip("/").removesuffix("/v1.0")
        self._slots = asyncio.Semaphore(CONCURRENCY)

    async def of(self, subjects: Sequence[str]) -> dict[str, str]:
        """Return names by subject, without those of people who could not be read.

        Raises ServiceFailure where a request as a whole fails, or may not be made.
        """
        parts = [subjects[start : start + AMONG] for start in range(0, len(subjects), AMONG)]
        found: dict[str, str] = {}
        # All of them end before one that failed is told.
        for names in await asyncio.gather(*map(self._ask, parts), return_exceptions=True):
            if isinstance(names, BaseException):
                raise names
            found |= names
        return found

    async def _ask(self, subjects: Sequence[str]) -> dict[str, str]:
        async with self._slots:
            paths = {
                subject: f"{user_path(subject)}?$select={self._property}" for subject in subjects
            }
            parts = await batch(self._http, self._address, paths)
        names = {subject: self._name(part) for subject, part in parts.items()}
        return {subject: name for subject, name in names.items() if name}

    def _name(self, part: Response) -> str | None:
        if not part.ok:
            failure = part.failure(_REQUEST)
            if failure.why is FailureReason.NOT_PERMITTED:
                raise failure
            return None
        try:
            name = part.json(_REQUEST).get(self._property)
        except ServiceFailure:
            return None
        return name if isinstance(name, str) else None
