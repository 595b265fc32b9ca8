"""Teams apps that are installed for a person (docs/teams.md, "Proactive messages")."""

from simulation.graph.errors import GraphError, bad_request
from simulation.graph.request import GraphRequest
from simulation.web import Response, json_body, json_response

INSTALL = (
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
    "TeamsAppInstallation.ReadWriteForUser.All",
)
READ = ("TeamsAppInstallation.ReadForUser.All", *INSTALL)


def list_apps(request: GraphRequest, name: str) -> Response:
    """Return a person's installed apps."""
    request.require(_refusal(), *READ)
    person = request.person(name)
    apps = request.tenant.installed_apps.get(person.id, ())
    context = f"{request.base}/$metadata#users('{person.id}')/teamwork/installedApps"
    value = [{"id": f"{person.id}##{app}", "teamsApp": {"id": app}} for app in apps]
    return json_response({"@odata.context": context, "value": value})


def install_app(request: GraphRequest, name: str) -> Response:
    """Install an app of the organisation's catalogue; 409 if it is installed already."""
    request.require(_refusal(), *INSTALL)
    person = request.person(name)
    app = _app_id(request)
    apps = request.tenant.installed_apps.get(person.id, ())
    if app in apps:
        raise GraphError(409, "Conflict", "App entitlement already exists.")
    request.tenant.installed_apps[person.id] = (*apps, app)
    return Response(201)


def _app_id(request: GraphRequest) -> str:
    try:
        bound = str(json_body(request.call)["teamsApp@odata.bind"])
    except (ValueError, KeyError) as unreadable:
        raise bad_request("Bad request: 'teamsApp@odata.bind' is required.") from unreadable
    return bound.rstrip("/").rpartition("/")[2]


def _refusal() -> GraphError:
    return GraphError(403, "Forbidden", "Missing role permissions on the request.")
