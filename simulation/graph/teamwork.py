"""Teams apps: the organisation's catalogue, and what is installed for a person.

docs/teams.md, "Proactive messages" and "Rates".
"""

import re
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulation.channel.identity import unique_chat_id
from simulation.channel.limits import Rate, Window
from simulation.graph.errors import GraphError, bad_request
from simulation.graph.request import GraphRequest
from simulation.tenant.app_catalogue import CatalogueApp
from simulation.tenant.person import Person
from simulation.web import Response, json_body, json_response

SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All"
CONSENT_SELF = "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"
CONSENT = ("TeamsAppInstallation.ReadWriteAndConsentForUser.All", CONSENT_SELF)
FOR_ITSELF = {SELF, CONSENT_SELF}
INSTALL = ("TeamsAppInstallation.ReadWriteForUser.All", SELF, *CONSENT)
READ = ("TeamsAppInstallation.ReadForUser.All", "TeamsAppInstallation.Read.All", *INSTALL)
READ_CATALOGUE = ("AppCatalog.Read.All", "AppCatalog.ReadWrite.All", "Directory.Read.All")
INSTALL_RATE, READ_RATE = Rate(30, 1), Rate(30, 1)
CONDITION = re.compile(r"^\s*(?:teamsApp/)?(id|externalId)\s+eq\s+'([^']*)'\s*$")


@dataclass(frozen=True)
class Teamwork:
    """The operations on apps; listeners are told the object id of whom Photobot was added for."""

    listeners: list[Callable[[str], None]] = field(default_factory=list)
    monotonic: Callable[[], float] = time.monotonic
    _windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    def routes(self) -> dict[tuple[str, ...], dict[str, Callable[..., Response]]]:
        """Return the operations by path and method."""
        installed = ("users", "*", "teamwork", "installedApps")
        return {
            installed: {"GET": self.list_installed, "POST": self.install},
            (*installed, "*", "chat"): {"GET": self.get_chat},
            ("appCatalogs", "teamsApps"): {"GET": list_catalogue},
        }

    def list_installed(self, request: GraphRequest, name: str) -> Response:
        """Return those of a person's installed apps that the filter names, or all."""
        request.require(_missing_role(), *READ)
        self._count(request, READ_RATE)
        person, wanted = request.person(name), _condition(request)
        apps = [app for app in _installed(request, person) if wanted(app)]
        expanded = "teamsApp" in request.call.options.get("$expand", "").split(",")
        value = [{"id": _installation(person, app)} | _expanded(app, expanded) for app in apps]
        context = f"{request.base}/$metadata#users('{person.id}')/teamwork/installedApps"
        return json_response({"@odata.context": context, "value": value})

    def install(self, request: GraphRequest, name: str) -> Response:
        """Install an app of the organisation's catalogue; 409 if it is installed already."""
        request.require(_missing_role(), *INSTALL)
        self._count(request, INSTALL_RATE)
        person, app = request.person(name), _app_in_body(request)
        _check_own(request, app)
        _check_consents(request, app)
        if not person.has_teams:
            raise GraphError(404, "NotFound", "Not Found")
        if not person.may_use_apps:
            raise _blocked(request, person, app)
        if app in _installed(request, person):
            raise GraphError(409, "Conflict", "App entitlement already exists.")
        request.tenant.install(person.id, app.id)
        if app.id == request.tenant.bot_app:
            for told in self.listeners:
                told(person.id)
        return Response(201)

    def get_chat(self, request: GraphRequest, name: str, installation: str) -> Response:
        """Return the chat of a person and an installed app."""
        request.require(_missing_role(), *READ)
        self._count(request, READ_RATE)
        person = request.person(name)
        apps = {_installation(person, app): app for app in _installed(request, person)}
        if installation not in apps:
            raise GraphError(404, "NotFound", "No app installation is found with this id.")
        _check_own(request, apps[installation])
        return json_response(
            {
                "@odata.context": f"{request.base}/$metadata#chats/$entity",
                "id": unique_chat_id(apps[installation].client_id, person.id),
                "topic": None,
                "chatType": "oneOnOne",
                "tenantId": request.tenant.id,
            }
        )

    def _count(self, request: GraphRequest, rate: Rate) -> None:
        """Count a call of this application. Raises GraphError 429."""
        key = (request.caller.client_id, request.call.method)
        window, now = self._windows.setdefault(key, Window([rate])), self.monotonic()
        if window.wait(now) > 0:
            headers = {"Retry-After": "1"}
            raise GraphError(429, "TooManyRequests", "Too many requests.", headers)
        window.add(now)


def list_catalogue(request: GraphRequest) -> Response:
    """Return those apps of the organisation's catalogue that the filter names, or all."""
    request.require(_missing_role(), *READ_CATALOGUE)
    wanted = _condition(request)
    apps = request.tenant.app_catalogue.values()
    value = [app.resource() for app in apps if wanted(app)]
    context = f"{request.base}/$metadata#appCatalogs/teamsApps"
    return json_response({"@odata.context": context, "value": value})


def _installed(request: GraphRequest, person: Person) -> list[CatalogueApp]:
    """Return a person's apps that the caller may see."""
    ids = request.tenant.installed_apps.get(person.id, ())
    apps = [request.tenant.app_catalogue[app] for app in ids]
    everything = request.caller.holds(*{*READ} - FOR_ITSELF)
    return [app for app in apps if everything or app.client_id == request.caller.client_id]


def _installation(person: Person, app: CatalogueApp) -> str:
    return b64encode(f"{person.id}##{app.id}".encode()).decode()


def _expanded(app: CatalogueApp, expanded: bool) -> dict[str, Any]:
    return {"teamsApp": app.resource()} if expanded else {}


def _app_in_body(request: GraphRequest) -> CatalogueApp:
    try:
        bound = str(json_body(request.call)["teamsApp@odata.bind"])
    except (ValueError, KeyError) as unreadable:
        raise bad_request("Bad request: 'teamsApp@odata.bind' is required.") from unreadable
    app = request.tenant.app_catalogue.get(bound.rstrip("/").rpartition("/")[2])
    if app is None:
        raise GraphError(404, "NotFound", "The Teams app is not in the catalogue.")
    return app


def _condition(request: GraphRequest) -> Callable[[CatalogueApp], bool]:
    condition = request.call.options.get("$filter", "")
    if not condition:
        return lambda _app: True
    match = CONDITION.match(condition)
    if match is None:
        raise bad_request("Unsupported or invalid query filter clause.")
    name, wanted = match.groups()
    return lambda app: app.resource()[name] == wanted


def _check_own(request: GraphRequest, app: CatalogueApp) -> None:
    """Let an application that holds only the permission for itself manage no other app."""
    client_id = request.caller.client_id
    wider = {*READ} if request.call.method == "GET" else {*INSTALL}
    if app.client_id == client_id or request.caller.holds(*wider - FOR_ITSELF):
        return
    message = f"AAD App Id '{client_id}' is not allowed to manage the Teams App '{app.id}'."
    raise GraphError(403, "Forbidden", message)


def _check_consents(request: GraphRequest, app: CatalogueApp) -> None:
    """Refuse an app that asks for consents to who may not give them, or gives others."""
    if app.consents and not request.caller.holds(*CONSENT):
        raise GraphError(403, "Forbidden", "The app asks for consents that can't be given.")
    given = json_body(request.call).get("consentedPermissionSet") or {}
    listed = given.get("resourceSpecificPermissions") or ()
    if {each["permissionValue"] for each in listed} != app.consents:
        raise bad_request("The consented permissions are not those of the app's definition.")


def _blocked(request: GraphRequest, person: Person, app: CatalogueApp) -> GraphError:
    message = (
        f"App is blocked by app permission policy. TenantId: {request.tenant.id}, "
        f"UserObjectId: {person.id}, AppId: {app.id}, AppType: Private"
    )
    return GraphError(403, "Forbidden", message, inner_code="AccessDenied")


def _missing_role() -> GraphError:
    return GraphError(403, "Forbidden", "Missing role permissions on the request.")
