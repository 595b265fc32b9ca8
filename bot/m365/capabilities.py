"""Tell what the tenant grants to the app from the roles in its tokens."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.core.failures import PASSING, ServiceFailure
from bot.m365 import permissions
from bot.photos.capabilities import Capability

# A new grant shows only in the next token, which can take an hour, so these minutes matter little.
_SECONDS_KEPT = 300.0
_SECONDS_KEPT_AFTER_FAILURE = 5.0


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
        self._by_graph: frozenset[Capability] = frozenset()
        self._by_sharepoint: frozenset[Capability] = frozenset()
        self._until = float("-inf")

    async def granted(self) -> frozenset[Capability]:
        """Return what the tokens' roles give; raises nothing.

        Where a sign-in fails, its grants are absent; where that passes by itself, they are those
        that were read last.
        """
        if self._clock() >= self._until:
            (self._by_graph, kept), (self._by_sharepoint, also_kept) = await asyncio.gather(
                self._of(self._graph_scope, permissions.GRAPH_ROLES, self._by_graph),
                self._of(self._sharepoint_scope, permissions.SHAREPOINT_ROLES, self._by_sharepoint),
            )
            self._until = self._clock() + min(kept, also_kept)
        return self._by_graph | self._by_sharepoint

    async def _of(
        self,
        scope: str | None,
        table: Mapping[str, frozenset[Capability]],
        before: frozenset[Capability],
    ) -> tuple[frozenset[Capability], float]:
        """Return what one service grants, and for how many seconds that is kept."""
        if scope is None:
            return frozenset(), _SECONDS_KEPT
        try:
            return permissions.of_roles(await self._tokens.roles(scope), table), _SECONDS_KEPT
        except ServiceFailure as failure:
            kept = before if failure.why in PASSING else frozenset[Capability]()
            return kept, _SECONDS_KEPT_AFTER_FAILURE
