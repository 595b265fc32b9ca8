"""Groups: who is in one, directly or through another group, and in which of some a person is."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from simulation.graph.errors import bad_request, no_privileges, no_such_user
from simulation.graph.listing import Json, matches, page, selected, show
from simulation.graph.request import GraphRequest
from simulation.graph.users import READ as READ_USERS
from simulation.tenant.person import Person
from simulation.web import Response, json_body, json_response

READ = ("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All", "Directory.ReadWrite.All")
READ_HIDDEN = "Member.Read.Hidden"
MAX_GROUPS_TO_CHECK = 20
USER, GROUP = "#microsoft.graph.user", "#microsoft.graph.group"


def get_group(request: GraphRequest, group_id: str) -> Response:
    """Return one group."""
    _require_group(request, group_id)
    context = {"@odata.context": f"{request.base}/$metadata#groups/$entity"}
    return json_response(context | _group(request, group_id))


def list_members(request: GraphRequest, group_id: str) -> Response:
    """Return a page of the people and groups in a group, direct or nested."""
    _require_group(request, group_id)
    members = request.tenant.members_of(group_id)
    return _page(request, members, f"{request.base}/$metadata#directoryObjects")


def list_people(request: GraphRequest, group_id: str) -> Response:
    """Return a page of the people in a group, direct or nested."""
    _require_group(request, group_id)
    people = [name for name in request.tenant.members_of(group_id) if name in request.tenant.people]
    return _page(request, people, f"{request.base}/$metadata#users")


def count_members(request: GraphRequest, group_id: str) -> Response:
    """Return the number of people and groups in a group, as text."""
    _require_group(request, group_id)
    return _count(request, len(request.tenant.members_of(group_id)))


def count_people(request: GraphRequest, group_id: str) -> Response:
    """Return the number of people in a group, as text."""
    _require_group(request, group_id)
    people = request.tenant.people
    return _count(request, sum(name in people for name in request.tenant.members_of(group_id)))


def check_member_groups(request: GraphRequest, name: str) -> Response:
    """Return those of the groups in the body that a person is in, directly or not.

    Those whose membership is hidden from the caller are left out, as are ids of no group.
    """
    # It takes two permissions, or one that includes both.
    request.require(no_privileges(), *READ)
    request.require(no_privileges(), *READ_USERS)
    person, tenant = request.person(name), request.tenant
    wanted = _groups_to_check(request)
    seen = [each for each in wanted if each in tenant.groups and not _is_hidden(request, each)]
    found = [each for each in seen if person.id in tenant.members_of(each)]
    context = f"{request.base}/$metadata#Collection(Edm.String)"
    return json_response({"@odata.context": context, "value": found})


def _groups_to_check(request: GraphRequest) -> list[str]:
    try:
        wanted = json_body(request.call)["groupIds"]
    except (ValueError, KeyError) as unreadable:
        raise bad_request("The parameter 'groupIds' is required.") from unreadable
    if not isinstance(wanted, list) or not all(isinstance(each, str) for each in wanted):
        raise bad_request("The parameter 'groupIds' is not a collection of strings.")
    if len(wanted) > MAX_GROUPS_TO_CHECK:
        message = f"At most {MAX_GROUPS_TO_CHECK} groups can be checked in one request."
        raise bad_request(message, "Request_BadRequest")
    for each in wanted:
        _require_object_id(each)
    return wanted


def _require_group(request: GraphRequest, group_id: str) -> None:
    request.require(no_privileges(), *READ)
    if group_id not in request.tenant.groups:
        raise no_such_user(group_id)


def _require_object_id(text: str) -> None:
    """One malformed id fails the whole request."""
    try:
        UUID(text)
    except ValueError as malformed:
        message = f"Invalid object identifier '{text}'."
        raise bad_request(message, "Request_BadRequest") from malformed


def _is_hidden(request: GraphRequest, group_id: str) -> bool:
    return group_id in request.tenant.hidden_groups and not request.caller.holds(READ_HIDDEN)


def _page(request: GraphRequest, members: list[str], context: str) -> Response:
    condition, tenant = request.call.options.get("$filter", ""), request.tenant
    _check_advanced(request, needed=bool(condition))

    def found(start: int) -> Iterator[tuple[int, Json]]:
        for position, member in enumerate(islice(members, start, None), start):
            person = tenant.people.get(member)
            if person and matches(tenant, person, condition):
                yield position, {"@odata.type": USER} | _shown(request, person)
            elif not person and not condition:
                yield position, {"@odata.type": GROUP} | _group(request, member)

    content = page(request, found, context)
    if request.call.options.get("$count") == "true":
        content["@odata.count"] = sum(1 for _ in found(0))
    return json_response(content)


def _shown(request: GraphRequest, person: Person) -> Json:
    """Show a member; without a permission to read users, only who it is."""
    names = selected(request)
    shown = show(request.tenant, person, names)
    if request.caller.holds(*READ_USERS):
        return shown
    return dict.fromkeys(names) | {"id": person.id}


def _count(request: GraphRequest, number: int) -> Response:
    _check_advanced(request, needed=True)
    return Response(200, str(number).encode(), {"Content-Type": "text/plain"})


def _check_advanced(request: GraphRequest, *, needed: bool) -> None:
    """Require the header of advanced queries, if the query is one."""
    level = request.call.header("consistencylevel").lower()
    if (needed or "$count" in request.call.options) and level != "eventual":
        message = "This query needs the header 'ConsistencyLevel' with the value 'eventual'."
        raise bad_request(message, "Request_UnsupportedQuery")


def _group(request: GraphRequest, group_id: str) -> dict[str, Any]:
    return {
        "id": group_id,
        "displayName": f"Group {group_id}",
        "groupTypes": [],
        "mailEnabled": False,
        "securityEnabled": True,
        "visibility": "HiddenMembership" if group_id in request.tenant.hidden_groups else None,
    }
