"""Install the bot's app for people over Microsoft Graph.

The permission is that of the bot's own registration: with it an application manages no app but its
own. Source: docs/teams.md, "Installing the app for a person".
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import quote

from bot.chat.surface import NotDelivered
from bot.config.settings import Settings
from bot.core.failures import PASSING, FailureReason, ServiceFailure
from bot.http.body import parse_answer
from bot.http.retry import USUAL_RETRIES, Retries
from bot.http.session import open_session
from bot.m365 import permissions
from bot.m365.capabilities import RoleSource
from bot.m365.geos import default_scope, origin
from bot.m365.graph import user_path
from bot.m365.http import Http, Request, Response
from bot.m365.settings import M365Settings
from bot.m365.tenant import CachedFact
from bot.m365.tokens import AppTokens
from bot.outbox.reach import (
    APP_BLOCKED,
    APP_NOT_IN_CATALOG,
    APP_OF_ANOTHER,
    CATALOG_NOT_READABLE,
    INSTALL_NOT_GRANTED,
    INSTALL_REFUSED,
    NO_SUCH_PERSON,
    NO_TEAMS,
)
from bot.photos.capabilities import Capability
from bot.photos.readings import NotRead

CATALOG_SECONDS = 10.0
NOT_IN_CATALOG = "not_in_catalog"
ORGANIZATION = "organization"
# As the manifest has them with a helpdesk: Graph compares.
CONSENTS = {
    "resourceSpecificPermissions": [
        {"permissionValue": "ChatMessageReadReceipt.Read.Chat", "permissionType": "application"}
    ]
}
# Graph has one code for them, and tells them apart by words only.
_BY_WORDS_403 = (
    ("blocked by app permission policy", APP_BLOCKED),
    ("is not allowed to manage the Teams App", APP_OF_ANOTHER),
)
_REASONS: Mapping[FailureReason, str] = {
    FailureReason.THROTTLED: "throttled",
    FailureReason.TIMED_OUT: "unavailable",
    FailureReason.UNAVAILABLE: "unavailable",
    FailureReason.SIGN_IN_FAILED: "no_token",
    FailureReason.NOT_PERMITTED: INSTALL_NOT_GRANTED,
}


class GraphInstaller:
    """Implements bot.outbox.reach.Installer.

    `http` makes each request once: what is tried again must pass the gate. `address` is such as
    https://graph.microsoft.com. `app_id` is the application id of the bot's registration, and the
    id in its manifest; `catalog_id` the one in the organisation's catalog, None to look it up.
    """

    def __init__(
        self, http: Http, tokens: RoleSource, address: str, app_id: str, catalog_id: str | None
    ) -> None:
        self._http = http
        self._tokens = tokens
        self._v1 = f"{address.rstrip('/').removesuffix('/v1.0')}/v1.0"
        self._app_id = app_id
        self._catalog_id = catalog_id
        self._in_catalog = CachedFact(self.find_in_catalog, http.retries.clock, CATALOG_SECONDS)

    async def is_granted(self) -> bool:
        """Tell whether the bot's token holds the permission; raises NotDelivered for no token."""
        granted = permissions.of_roles(await self._roles(), permissions.GRAPH_ROLES)
        return Capability.INSTALL_FOR_PERSON in granted

    async def install(self, person_id: str) -> bool:
        """Install the app for a person; False where it is installed already.

        With the permission to consent, the consents of its manifest are given. Raises NotDelivered.
        """
        bound = f"{self._v1}/appCatalogs/teamsApps/{quote(await self._id_in_catalog(), safe='')}"
        body: dict[str, object] = {"teamsApp@odata.bind": bound}
        if permissions.INSTALL_AND_CONSENT in (await self._roles() or ()):
            body["consentedPermissionSet"] = CONSENTS
        request = Request(
            "graph",
            f"{self._v1}{user_path(person_id)}/teamwork/installedApps",
            method="POST",
            headers={"Content-Type": "application/json"},
            body=json.dumps(body).encode(),
            needs=permissions.INSTALL_SELF,
        )
        try:
            response = await self._http.send(request)
        except ServiceFailure as failure:
            raise _refusal(failure) from None
        if response.status == 409:
            return False
        if not response.ok:
            raise _install_refusal(request, response)
        return True

    async def find_in_catalog(self) -> str:
        """Return the app's id in the organisation's catalog; raises ServiceFailure.

        Its code is NOT_IN_CATALOG where the catalog was read and has no such app.
        """
        condition = quote(f"externalId eq '{self._app_id}'", safe="'")
        url = f"{self._v1}/appCatalogs/teamsApps?$filter={condition}"
        request = Request("graph", url, needs=permissions.READ_CATALOG)
        found = (await self._http.succeed(request)).json(request).get("value")
        apps = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        # One of the store may have the same id in its manifest.
        apps.sort(key=lambda app: app.get("distributionMethod") != ORGANIZATION)
        found_id = _first_id(apps)
        if found_id is None:
            raise ServiceFailure("graph", FailureReason.UNEXPECTED, code=NOT_IN_CATALOG)
        return found_id

    async def _roles(self) -> frozenset[str] | None:
        """Return the roles of the bot's token; None where a token doesn't tell."""
        try:
            return await self._tokens.roles(default_scope(self._v1))
        except ServiceFailure as failure:
            raise _refusal(failure) from None

    async def _id_in_catalog(self) -> str:
        if self._catalog_id:
            return self._catalog_id
        found = await self._in_catalog.get()
        if not isinstance(found, NotRead):
            return found
        if found.code == NOT_IN_CATALOG:
            raise NotDelivered(APP_NOT_IN_CATALOG)
        if found.why is FailureReason.NOT_PERMITTED:
            raise NotDelivered(CATALOG_NOT_READABLE)
        raise NotDelivered(_REASONS.get(found.why, INSTALL_REFUSED))


@asynccontextmanager
async def open_installer(
    tokens: AppTokens, settings: Settings, retries: Retries = USUAL_RETRIES
) -> AsyncIterator[GraphInstaller]:
    """Open connections to Graph with `tokens` of the bot's registration."""
    graph = M365Settings.of(settings).graph
    once = replace(retries, bounds=replace(retries.bounds, attempts=1))
    async with open_session(settings.ca_file) as session:
        http = Http(session, tokens, once, allowed=lambda address: address == origin(graph))
        app_id = settings.app_id or ""
        yield GraphInstaller(http, tokens, graph, app_id, settings.catalog_app_id)


def _refusal(failure: ServiceFailure) -> NotDelivered:
    reason = _REASONS.get(failure.why, INSTALL_REFUSED)
    return NotDelivered(reason, retry_after=failure.retry_after)


def _install_refusal(request: Request, response: Response) -> NotDelivered:
    """Name why Graph does not install the app for somebody."""
    failure, words = response.failure(request), _words(response)
    reason = _REASONS.get(failure.why, INSTALL_REFUSED)
    if failure.why in PASSING:
        return NotDelivered(reason, response.status, failure.retry_after)
    if response.status == 403:
        reason = next((name for said, name in _BY_WORDS_403 if said in words), reason)
    elif response.status == 404:
        reason = _missing(failure.code, words)
    return NotDelivered(reason, response.status)


def _missing(code: str | None, words: str) -> str:
    if code == "Request_ResourceNotFound":
        return NO_SUCH_PERSON
    # What Graph says of people without Teams names nothing.
    if words == "Not Found":
        return NO_TEAMS
    return APP_NOT_IN_CATALOG if "app" in words.casefold() else INSTALL_REFUSED


def _words(response: Response) -> str:
    answer = parse_answer(response.body)
    error = answer.get("error") if isinstance(answer, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message if isinstance(message, str) else ""


def _first_id(listed: object) -> str | None:
    match listed:
        case [{"id": str(found)}, *_] if found:
            return found
    return None
