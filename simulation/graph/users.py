"""Users: one by id or name; lists, of groups too, with $select, $filter, $top and paging."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode

from simulation.graph.account import DEFAULT_PROPERTIES, user
from simulation.graph.errors import bad_request, no_privileges, no_such_user
from simulation.graph.request import GraphRequest
from simulation.tenant.person import Person
from simulation.web import Response, json_response

READ = ("User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")
OWN = ("User.Read", "User.ReadWrite")
READ_GROUPS = ("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All")
MAX_PAGE_SIZE = 999
DEFAULT_PAGE_SIZE = 100
CONDITION = re.compile(r"^\s*(\w+)\s+(eq|ne)\s+('(?:[^']|'')*'|true|false|null)\s*$")


def get_user(request: GraphRequest, name: str) -> Response:
    """Return one user."""
    request.require(no_privileges(), *READ, *OWN)
    person = request.person(name)
    request.require_about(person, no_privileges(), *READ, own=OWN)
    selected = _selected(request)
    shown = _show(request, person, selected)
    return json_response({"@odata.context": _context(request, selected) + "/$entity"} | shown)


def list_users(request: GraphRequest) -> Response:
    """Return a page of users."""
    request.require(no_privileges(), *READ)
    return _page(request, list(request.tenant.people.values()), _context(request, None))


def list_members(request: GraphRequest, group_id: str) -> Response:
    """Return a page of the people in a group, direct or nested."""
    request.require(no_privileges(), *READ_GROUPS)
    if group_id not in request.tenant.groups:
        raise no_such_user(group_id)
    people = [request.tenant.people[member] for member in request.tenant.groups[group_id]]
    return _page(request, people, f"{request.base}/$metadata#directoryObjects")


def _page(request: GraphRequest, people: list[Person], context: str) -> Response:
    """Return the page that the query asks for, with a link to the next one."""
    options = request.call.options
    selected = _selected(request)
    found = [p for p in people if _matches(request, p, options.get("$filter", ""))]
    size = _page_size(options.get("$top", ""))
    start = _offset(options.get("$skiptoken", ""))
    content: dict[str, Any] = {
        "@odata.context": context,
        "value": [_show(request, person, selected) for person in found[start : start + size]],
    }
    if start + size < len(found):
        token = urlsafe_b64encode(f"page:{start + size}".encode()).decode()
        query = urlencode(options | {"$skiptoken": token})
        content["@odata.nextLink"] = f"{request.call.host}{request.call.path}?{query}"
    return json_response(content)


def _context(request: GraphRequest, selected: list[str] | None) -> str:
    columns = f"({','.join(selected)})" if selected else ""
    return f"{request.base}/$metadata#users{columns}"


def _selected(request: GraphRequest) -> list[str] | None:
    wanted = request.call.options.get("$select")
    return [name.strip() for name in wanted.split(",")] if wanted else None


def _show(request: GraphRequest, person: Person, selected: list[str] | None) -> dict[str, Any]:
    everything = user(request.tenant, person)
    shown: dict[str, Any] = {}
    for name in selected or DEFAULT_PROPERTIES:
        if name not in everything:
            message = f"Could not find a property named '{name}' on type 'microsoft.graph.user'."
            raise bad_request(f"Parsing OData Select and Expand failed: {message}")
        shown[name] = everything[name]
    return shown


def _matches(request: GraphRequest, person: Person, condition: str) -> bool:
    if not condition:
        return True
    everything = user(request.tenant, person)
    return all(_holds(everything, part) for part in condition.split(" and "))


def _holds(everything: dict[str, Any], condition: str) -> bool:
    match = CONDITION.match(condition)
    if match is None or match[1] not in everything:
        raise bad_request("Unsupported or invalid query filter clause.", "Request_UnsupportedQuery")
    name, operator, literal = match.groups()
    constants: dict[str, object] = {"true": True, "false": False, "null": None}
    wanted = constants[literal] if literal in constants else literal[1:-1].replace("''", "'")
    equal = _fold(everything[name]) == _fold(wanted)
    return equal if operator == "eq" else not equal


def _fold(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _page_size(top: str) -> int:
    if not top:
        return DEFAULT_PAGE_SIZE
    if not top.isdigit() or not 1 <= int(top) <= MAX_PAGE_SIZE:
        raise bad_request(f"Invalid page size specified: '{top}'.", "Request_UnsupportedQuery")
    return int(top)


def _offset(token: str) -> int:
    if not token:
        return 0
    try:
        return int(urlsafe_b64decode(token).decode().removeprefix("page:"))
    except ValueError as invalid:
        raise bad_request("Invalid skip token.", "Request_UnsupportedQuery") from invalid
