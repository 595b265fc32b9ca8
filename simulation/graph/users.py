"""Users: one by id or name, and all of them in pages."""

from simulation.graph.errors import no_privileges
from simulation.graph.listing import page, selected, show, users_from
from simulation.graph.request import GraphRequest
from simulation.web import Response, json_response

READ = ("User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")
OWN = ("User.Read", "User.ReadWrite")


def get_user(request: GraphRequest, name: str) -> Response:
    """Return one user."""
    request.require(no_privileges(), *READ, *OWN)
    person = request.person(name)
    request.require_about(person, no_privileges(), *READ, own=OWN)
    shown = show(request.tenant, person, selected(request))
    chosen = request.call.options.get("$select")
    columns = f"({','.join(selected(request))})" if chosen else ""
    context = {"@odata.context": f"{request.base}/$metadata#users{columns}/$entity"}
    return json_response(context | shown)


def list_users(request: GraphRequest) -> Response:
    """Return a page of users."""
    request.require(no_privileges(), *READ)
    return json_response(page(request, users_from(request), f"{request.base}/$metadata#users"))
