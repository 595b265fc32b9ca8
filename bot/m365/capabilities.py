"""From the roles of the tokens to what Photobot may do."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.core.failures import ServiceFailure
from bot.photos.capabilities import Capability

_KEPT_SECONDS = 300.0
_KEPT_SECONDS_AFTER_FAILURE = 30.0

_READ_PHOTO = frozenset({Capability.READ_MICROSOFT_365_PHOTO})
_WRITE_PHOTO = frozenset({Capability.WRITE_MICROSOFT_365_PHOTO})
_READ_ACCOUNT = frozenset({Capability.READ_ACCOUNT})
_READ_SETTINGS = frozenset({Capability.READ_SETTINGS})
_READ_PRINCIPALS = frozenset({Capability.READ_SERVICE_PRINCIPALS})
_INSTALL = frozenset({Capability.INSTALL_FOR_PERSON})
_READ_PROFILE = frozenset({Capability.READ_SHAREPOINT_PROFILE})
_WRITE_PROFILE = frozenset({Capability.WRITE_SHAREPOINT_PROFILE})
_READ_FILES = frozenset({Capability.READ_SHAREPOINT_FILES})
_WRITE_FILES = frozenset({Capability.WRITE_SHAREPOINT_FILES})
_READ = (
    _READ_PHOTO | _READ_ACCOUNT | _READ_SETTINGS | _READ_PRINCIPALS | _READ_PROFILE | _READ_FILES
)

GRAPH_ROLES: Mapping[str, frozenset[Capability]] = {
    "ProfilePhoto.Read.All": _READ_PHOTO,
    "ProfilePhoto.ReadWrite.All": _READ_PHOTO | _WRITE_PHOTO,
    "User.Read.All": _READ_PHOTO | _READ_ACCOUNT,
    "User.ReadWrite.All": _READ_PHOTO | _READ_ACCOUNT | _WRITE_PHOTO,
    "Directory.Read.All": _READ_ACCOUNT | _READ_PRINCIPALS,
    "Directory.ReadWrite.All": _READ_ACCOUNT | _READ_PRINCIPALS,
    "Application.Read.All": _READ_PRINCIPALS,
    "Application.ReadWrite.All": _READ_PRINCIPALS,
    "PeopleSettings.Read.All": _READ_SETTINGS,
    "PeopleSettings.ReadWrite.All": _READ_SETTINGS,
    "TeamsAppInstallation.ReadWriteSelfForUser.All": _INSTALL,
    "TeamsAppInstallation.ReadWriteForUser.All": _INSTALL,
}

SHAREPOINT_ROLES: Mapping[str, frozenset[Capability]] = {
    "User.Read.All": _READ_PROFILE,
    "User.ReadWrite.All": _READ_PROFILE | _WRITE_PROFILE,
    "Sites.Read.All": _READ_FILES,
    "Sites.ReadWrite.All": _READ_FILES,
    "Sites.Manage.All": _READ_FILES,
    "Sites.FullControl.All": _READ_FILES | _WRITE_FILES,
}


class Roles(Protocol):
    """Tells the roles of a token."""

    async def roles(self, scope: str) -> frozenset[str] | None:
        """The app roles, None where the token cannot be read; raises ServiceFailure."""


def granted(
    roles: frozenset[str] | None, table: Mapping[str, frozenset[Capability]]
) -> frozenset[Capability]:
    """What roles give. Where they cannot be read, reading is tried and writing is not."""
    if roles is None:
        everything = frozenset[Capability]().union(*table.values())
        return everything & _READ
    return frozenset[Capability]().union(*(table.get(role, frozenset()) for role in roles))


class TenantCapabilities:
    """Implements bot.use_cases.ports.Capabilities; asks for the roles anew after some minutes."""

    def __init__(
        self,
        tokens: Roles,
        graph_scope: str,
        sharepoint_scope: str | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tokens
        self._graph_scope = graph_scope
        self._sharepoint_scope = sharepoint_scope
        self._clock = clock
        self._found: frozenset[Capability] = frozenset()
        self._until = float("-inf")

    async def granted(self) -> frozenset[Capability]:
        """The capabilities that the tokens' roles give; raises nothing, an unknown is absent."""
        if self._clock() >= self._until:
            graph, sharepoint = await asyncio.gather(
                self._of(self._graph_scope, GRAPH_ROLES),
                self._of(self._sharepoint_scope, SHAREPOINT_ROLES),
            )
            self._found = (graph or frozenset()) | (sharepoint or frozenset())
            whole = graph is not None and sharepoint is not None
            kept = _KEPT_SECONDS if whole else _KEPT_SECONDS_AFTER_FAILURE
            self._until = self._clock() + kept
        return self._found

    async def _of(
        self, scope: str | None, table: Mapping[str, frozenset[Capability]]
    ) -> frozenset[Capability] | None:
        """What one service grants; None where no token could be had."""
        if scope is None:
            return frozenset()
        try:
            return granted(await self._tokens.roles(scope), table)
        except ServiceFailure:
            return None
