"""Tell what the tenant grants to the app from the roles in its tokens."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.core.failures import ServiceFailure
from bot.m365 import permissions
from bot.photos.capabilities import Capability

# A new grant shows only in the next token, which can take an hour, so these minutes matter little.
_SECONDS_KEPT = 300.0
_SECONDS_KEPT_AFTER_FAILURE = 30.0


class RoleSource(Protocol):
    """Reads the app roles in access tokens."""

    async def roles(self, scope: str) -> frozenset[str] | None:
        """Return a token's app roles, None where it can't be read; raises ServiceFailure."""


class TenantCapabilities:
    """Implements bot.use_cases.ports.Capabilities; reads the roles anew every few minutes."""

    def __init__(
        self,
        tokens: RoleSource,
        graph_scope: str,
        sharepoint_scope: str | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tokens
        self._graph_scope = graph_scope
        self._sharepoint_scope = sharepoint_scope
        self._clock = clock
        self._granted: frozenset[Capability] = frozenset()
        self._until = float("-inf")

    async def granted(self) -> frozenset[Capability]:
        """Return what the tokens' roles give; what can't be asked is absent. Raises nothing."""
        if self._clock() >= self._until:
            graph, sharepoint = await asyncio.gather(
                self._of(self._graph_scope, permissions.GRAPH_ROLES),
                self._of(self._sharepoint_scope, permissions.SHAREPOINT_ROLES),
            )
            self._granted = (graph or frozenset()) | (sharepoint or frozenset())
            complete = graph is not None and sharepoint is not None
            kept = _SECONDS_KEPT if complete else _SECONDS_KEPT_AFTER_FAILURE
            self._until = self._clock() + kept
        return self._granted

    async def _of(
        self, scope: str | None, table: Mapping[str, frozenset[Capability]]
    ) -> frozenset[Capability] | None:
        """Return what one service grants; None where no token could be got."""
        if scope is None:
            return frozenset()
        try:
            return permissions.of_roles(await self._tokens.roles(scope), table)
        except ServiceFailure:
            return None
