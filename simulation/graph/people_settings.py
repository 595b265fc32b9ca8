"""photoUpdateSettings (docs/photo-sync.md, "Photo update settings")."""

from dataclasses import replace

from simulation.graph.errors import GraphError, bad_request
from simulation.graph.request import GraphRequest
from simulation.tenant.settings import Settings
from simulation.web import Response, json_body, json_response

READ = ("PeopleSettings.Read.All", "PeopleSettings.ReadWrite.All")
WRITE = ("PeopleSettings.ReadWrite.All",)
SOURCES = (None, "cloud", "onPremises")


def get_settings(request: GraphRequest) -> Response:
    """Return the settings."""
    request.require(_refusal(), *READ)
    return _show(request)


def patch_settings(request: GraphRequest) -> Response:
    """Change the settings that the body names."""
    request.require(_refusal(), *WRITE)
    try:
        wanted = json_body(request.call)
    except ValueError as unreadable:
        raise bad_request("Unable to read JSON request payload.") from unreadable
    old = request.tenant.settings
    source = wanted.get("source", old.source)
    if source not in SOURCES:
        raise bad_request(f"Invalid value specified for property 'source': '{source}'.")
    roles = tuple(wanted.get("allowedRoles", old.allowed_roles) or ())
    request.tenant.settings = replace(old, source=source, allowed_roles=roles)
    return _show(request)


def delete_settings(request: GraphRequest) -> Response:
    """Go back to both sources and all roles."""
    request.require(_refusal(), *WRITE)
    default = Settings()
    request.tenant.settings = replace(
        request.tenant.settings, source=default.source, allowed_roles=default.allowed_roles
    )
    return Response(204)


def _show(request: GraphRequest) -> Response:
    settings = request.tenant.settings
    return json_response(
        {
            "@odata.context": f"{request.base}/$metadata#admin/people/photoUpdateSettings/$entity",
            "source": settings.source,
            "allowedRoles": list(settings.allowed_roles),
        }
    )


def _refusal() -> GraphError:
    return GraphError(403, "Forbidden", "Authorization failed because of missing requirement(s).")
