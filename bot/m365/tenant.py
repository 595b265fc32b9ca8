"""What holds for everybody in the tenant: read once, and kept for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import permissions
from bot.m365.answer import Request
from bot.m365.http import Http
from bot.photos.readings import NotRead, PhotoSource, PhotoUpdates, Tenant

# A change of the settings takes up to a day to work (photo-sync.md §3.6).
KEPT_SECONDS = 900.0
KEPT_SECONDS_UNREAD = 60.0
# The facts are worth less than a person's time.
PATIENCE_SECONDS = 2.0
EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000"

_SOURCES = {
    "cloud": PhotoSource.CLOUD,
    "onPremises": PhotoSource.ON_PREMISES,
}

Fact = TypeVar("Fact")


class Kept(Generic[Fact]):
    """One fact that is read again when it has aged; all who ask meanwhile wait for one reading."""

    def __init__(
        self,
        read: Callable[[], Awaitable[Fact]],
        clock: Callable[[], float],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._read = read
        self._clock = clock
        self._patience = patience
        self._reading = asyncio.Lock()
        self._held: Fact | NotRead = NotRead(FailureReason.NOT_ASKED)
        self._until = float("-inf")

    async def get(self) -> Fact | NotRead:
        """The fact, or why it is not known; raises nothing."""
        async with self._reading:
            if self._clock() >= self._until:
                self._held = await self._read_in_time()
                unread = isinstance(self._held, NotRead)
                self._until = self._clock() + (KEPT_SECONDS_UNREAD if unread else KEPT_SECONDS)
            return self._held

    async def _read_in_time(self) -> Fact | NotRead:
        try:
            async with asyncio.timeout(self._patience):
                return await self._read()
        except ServiceFailure as failure:
            return NotRead.of(failure)
        except TimeoutError:
            return NotRead(FailureReason.TIMED_OUT)


class TenantFacts:
    """The settings of photo updates, and whether Exchange Online may work here."""

    def __init__(self, http: Http, graph: str, patience: float = PATIENCE_SECONDS) -> None:
        self._http = http
        self._graph = graph
        clock = http.retries.clock
        self._photo_updates = Kept(self._read_photo_updates, clock, patience)
        self._exchange_enabled = Kept(self._read_exchange_enabled, clock, patience)

    async def read(self) -> Tenant:
        """Both facts, at the same time; failures are readings."""
        return Tenant(
            *await asyncio.gather(self._photo_updates.get(), self._exchange_enabled.get())
        )

    async def _read_photo_updates(self) -> PhotoUpdates:
        """The settings, which only the beta version has (photo-sync.md §3.6)."""
        url = f"{self._graph}/beta/admin/people/photoUpdateSettings"
        answer = await self._ask(Request("graph", url, needs=permissions.READ_SETTINGS))
        roles = answer.get("allowedRoles")
        return PhotoUpdates(
            _source(answer.get("source")),
            frozenset(map(str, roles)) if isinstance(roles, list) else frozenset(),
        )

    async def _read_exchange_enabled(self) -> bool:
        condition = quote(f"appId eq '{EXCHANGE_ONLINE}'", safe="'")
        query = f"$filter={condition}&$select=accountEnabled"
        url = f"{self._graph}/v1.0/servicePrincipals?{query}"
        request = Request("graph", url, needs=permissions.READ_SERVICE_PRINCIPALS)
        enabled = _only((await self._ask(request)).get("value")).get("accountEnabled")
        if not isinstance(enabled, bool):
            raise ServiceFailure("graph", FailureReason.UNEXPECTED, code="no_service_principal")
        return enabled

    async def _ask(self, request: Request) -> dict[str, Any]:
        return (await self._http.succeed(request)).json(request)


def _source(named: object) -> PhotoSource:
    if named is None:
        return PhotoSource.BOTH
    return _SOURCES.get(str(named), PhotoSource.UNKNOWN)


def _only(found: object) -> dict[str, Any]:
    if isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict):
        return found[0]
    return {}
