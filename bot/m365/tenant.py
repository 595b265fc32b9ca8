"""Facts that are the same for everybody in the tenant: read once, and cached for some minutes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365 import permissions
from bot.m365.http import Http, Request
from bot.photos.readings import NotRead, PhotoSource, PhotoUpdates, Tenant

# A change of the settings takes effect within a day, so minutes lose nothing
# (docs/photo-sync.md, "Photo update settings").
SECONDS_KEPT = 900.0
SECONDS_KEPT_UNREAD = 60.0
# Short, so that a check does not wait for these facts, which only tell rare causes apart.
TIMEOUT_SECONDS = 2.0
# The application id of Exchange Online is the same in every tenant.
EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000"

_SOURCES = {
    "cloud": PhotoSource.CLOUD,
    "onPremises": PhotoSource.ON_PREMISES,
}

Fact = TypeVar("Fact")


class CachedFact(Generic[Fact]):
    """A fact that is cached, and read again when it has aged; callers share one reading."""

    def __init__(
        self,
        read: Callable[[], Awaitable[Fact]],
        clock: Callable[[], float],
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._read = read
        self._clock = clock
        self._timeout = timeout
        self._lock = asyncio.Lock()
        self._fact: Fact | NotRead = NotRead(FailureReason.NOT_ASKED)
        self._until = float("-inf")

    async def get(self) -> Fact | NotRead:
        """Return the fact, or why it is not known; raises nothing."""
        async with self._lock:
            if self._clock() >= self._until:
                self._fact = await self._read_in_time()
                unread = isinstance(self._fact, NotRead)
                self._until = self._clock() + (SECONDS_KEPT_UNREAD if unread else SECONDS_KEPT)
            return self._fact

    async def _read_in_time(self) -> Fact | NotRead:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._read()
        except ServiceFailure as failure:
            return NotRead.of(failure)
        except TimeoutError:
            return NotRead(FailureReason.TIMED_OUT)


class TenantFacts:
    """The photo update settings, and whether Exchange Online is enabled here."""

    def __init__(self, http: Http, graph: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._http = http
        self._graph = graph
        clock = http.retries.clock
        self._photo_updates = CachedFact(self._read_photo_updates, clock, timeout)
        self._exchange_enabled = CachedFact(self._read_exchange_enabled, clock, timeout)

    async def read(self) -> Tenant:
        """Read both facts at the same time; failures are readings."""
        return Tenant(
            *await asyncio.gather(self._photo_updates.get(), self._exchange_enabled.get())
        )

    async def _read_photo_updates(self) -> PhotoUpdates:
        # Only the beta version has these settings.
        url = f"{self._graph}/beta/admin/people/photoUpdateSettings"
        settings = await self._get(Request("graph", url, needs=permissions.READ_SETTINGS))
        source, roles = settings.get("source"), settings.get("allowedRoles")
        # Null is a setting, but a field that is not there says nothing.
        if "source" not in settings or not isinstance(roles, list | None):
            raise ServiceFailure("graph", FailureReason.UNEXPECTED, code="no_photo_settings")
        return PhotoUpdates(
            PhotoSource.BOTH if source is None else _SOURCES.get(str(source), PhotoSource.UNKNOWN),
            frozenset(map(str, roles or ())),
        )

    async def _read_exchange_enabled(self) -> bool:
        condition = quote(f"appId eq '{EXCHANGE_ONLINE}'", safe="'")
        query = f"$filter={condition}&$select=accountEnabled"
        url = f"{self._graph}/v1.0/servicePrincipals?{query}"
        request = Request("graph", url, needs=permissions.READ_SERVICE_PRINCIPALS)
        match (await self._get(request)).get("value"):
            case [{"accountEnabled": bool(enabled)}]:
                return enabled
        raise ServiceFailure("graph", FailureReason.UNEXPECTED, code="no_service_principal")

    async def _get(self, request: Request) -> dict[str, Any]:
        return (await self._http.succeed(request)).json(request)
