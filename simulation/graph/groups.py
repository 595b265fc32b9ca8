"""The members of groups."""

from simulation.graph.errors import no_privileges, no_such_user
from simulation.graph.request import GraphRequest
from simulation.graph.users import page
from simulation.web import Answer

READ = ("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All")


def list_members(request: GraphRequest, group_id: str) -> Answer:
    """A page of the people in a group, direct or nested."""
    request.require(no_privileges(), *READ)
    if group_id not in request.tenant.groups:
        raise no_such_user(group_id)
    people = [request.tenant.people[member] for member in request.tenant.groups[group_id]]
    return page(request, people, f"{request.base}/$metadata#directoryObjects")
