"""Lists of users: which properties are shown, who is left out, and how pages link to each other."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from simulation.graph.account import DEFAULT_PROPERTIES, PROPERTIES
from simulation.graph.errors import bad_request
from simulation.graph.request import GraphRequest
from simulation.tenant import Tenant
from simulation.tenant.person import Person

MAX_PAGE_SIZE = 999
DEFAULT_PAGE_SIZE = 100
CONDITION = re.compile(r"^\s*(\w+)\s+(eq|ne)\s+('(?:[^']|'')*'|true|false|null)\s*$")

Json = dict[str, Any]
From = Callable[[int], Iterator[tuple[int, Json]]]
"""Takes a position and yields (position, object) from there on."""


def page(request: GraphRequest, objects: From, context: str) -> Json:
    """Return the page that the query asks for, with a link to the next one if there is one."""
    options = request.call.options
    size = _page_size(options.get("$top", ""))
    content: Json = {"@odata.context": context, "value": []}
    for position, shown in objects(read_token(options.get("$skiptoken", "")).get("from", 0)):
        if len(content["value"]) == size:
            token = write_token({"from": position})
            content["@odata.nextLink"] = link(request, options | {"$skiptoken": token})
            break
        content["value"].append(shown)
    return content


def users_from(request: GraphRequest) -> From:
    """Return everybody whom the query's filter lets through, as it selects their properties."""
    people, tenant = request.tenant.people, request.tenant
    condition, names = request.call.options.get("$filter", ""), selected(request)

    def found(start: int) -> Iterator[tuple[int, Json]]:
        for position, person_id in people.from_position(start):
            person = people[person_id]
            if matches(tenant, person, condition):
                yield position, show(tenant, person, names)

    return found


def selected(request: GraphRequest) -> list[str]:
    """Return the names of the properties that the query selects, or the default ones."""
    wanted = request.call.options.get("$select")
    return [name.strip() for name in wanted.split(",")] if wanted else list(DEFAULT_PROPERTIES)


def show(tenant: Tenant, person: Person, names: list[str]) -> Json:
    """Return these properties of a user. Raises GraphError."""
    unknown = next((name for name in names if name not in PROPERTIES), None)
    if unknown is not None:
        message = f"Could not find a property named '{unknown}' on type 'microsoft.graph.user'."
        raise bad_request(f"Parsing OData Select and Expand failed: {message}")
    return {name: PROPERTIES[name](tenant, person) for name in names}


def matches(tenant: Tenant, person: Person, condition: str) -> bool:
    """Tell whether a $filter lets this person through. Raises GraphError."""
    parts = condition.split(" and ") if condition else []
    return all(_holds(tenant, person, part) for part in parts)


def link(request: GraphRequest, options: Json) -> str:
    """Return the address of the same list with other options."""
    return f"{request.call.host}{request.call.path}?{urlencode(options)}"


def write_token(content: Json) -> str:
    """Return an opaque token that carries this."""
    return urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode()


def read_token(token: str) -> Json:
    """Return what a token carries, and nothing for an empty one. Raises GraphError."""
    if not token:
        return {}
    try:
        content = json.loads(urlsafe_b64decode(token))
    except ValueError as invalid:
        raise bad_request("Invalid skip token.", "Request_UnsupportedQuery") from invalid
    if not isinstance(content, dict) or not isinstance(content.get("from"), int):
        raise bad_request("Invalid skip token.", "Request_UnsupportedQuery")
    return content


def _holds(tenant: Tenant, person: Person, condition: str) -> bool:
    match = CONDITION.match(condition)
    if match is None or match[1] not in PROPERTIES:
        raise bad_request("Unsupported or invalid query filter clause.", "Request_UnsupportedQuery")
    name, operator, literal = match.groups()
    constants: dict[str, object] = {"true": True, "false": False, "null": None}
    wanted = constants[literal] if literal in constants else literal[1:-1].replace("''", "'")
    equal = _fold(PROPERTIES[name](tenant, person)) == _fold(wanted)
    return equal if operator == "eq" else not equal


def _fold(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _page_size(top: str) -> int:
    if not top:
        return DEFAULT_PAGE_SIZE
    if not top.isdigit() or not 1 <= int(top) <= MAX_PAGE_SIZE:
        raise bad_request(f"Invalid page size specified: '{top}'.", "Request_UnsupportedQuery")
    return int(top)
