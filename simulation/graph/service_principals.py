"""Service principals of Microsoft's applications in the tenant."""

import re
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from simulation.entra.registrations import GRAPH_APP_ID, SHAREPOINT_APP_ID
from simulation.graph.errors import bad_request, no_privileges, no_such_user
from simulation.graph.request import GraphRequest
from simulation.web import Response, json_response

READ = ("Application.Read.All", "Directory.Read.All", "Application.ReadWrite.All")
EXCHANGE_APP_ID = "00000002-0000-0ff1-ce00-000000000000"
CONDITION = re.compile(r"^\s*appId\s+eq\s+'([^']*)'\s*$")
NAMES = {
    EXCHANGE_APP_ID: "Office 365 Exchange Online",
    SHAREPOINT_APP_ID: "Office 365 SharePoint Online",
    GRAPH_APP_ID: "Microsoft Graph",
}


def list_principals(request: GraphRequest) -> Response:
    """Return the service principals that the filter names, or all."""
    request.require(no_privileges(), *READ)
    wanted = request.call.options.get("$filter", "")
    match = CONDITION.match(wanted)
    if wanted and match is None:
        raise bad_request("Unsupported or invalid query filter clause.", "Request_UnsupportedQuery")
    value = [_show(request, app) for app in NAMES if match is None or match[1] == app]
    context = f"{request.base}/$metadata#servicePrincipals"
    return json_response({"@odata.context": context, "value": value})


def get_principal(request: GraphRequest, app_id: str) -> Response:
    """Return the service principal of an application."""
    request.require(no_privileges(), *READ)
    if app_id not in NAMES:
        raise no_such_user(app_id)
    context = f"{request.base}/$metadata#servicePrincipals/$entity"
    return json_response({"@odata.context": context} | _show(request, app_id))


def _show(request: GraphRequest, app_id: str) -> dict[str, Any]:
    settings = request.tenant.settings
    enabled = app_id != EXCHANGE_APP_ID or settings.exchange_principal_enabled
    everything = {
        "id": str(uuid5(NAMESPACE_DNS, f"{app_id}.{request.tenant.id}")),
        "appId": app_id,
        "displayName": NAMES[app_id],
        "accountEnabled": enabled,
        "servicePrincipalType": "Application",
    }
    selected = request.call.options.get("$select")
    names = [name.strip() for name in selected.split(",")] if selected else list(everything)
    return {name: everything[name] for name in names if name in everything}
