"""users/delta: everybody at first, and after that who was added, changed or removed.

Photos are no property of a user, so that a new photo is no change here (docs/photo-sync.md,
"Learning of a change"). A link carries all of its query, and works for seven days.
"""

import re
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from simulation.graph.errors import GraphError, bad_request, no_privileges
from simulation.graph.listing import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    Json,
    link,
    read_token,
    selected,
    show,
    write_token,
)
from simulation.graph.request import GraphRequest
from simulation.graph.users import READ
from simulation.tenant.people import Change
from simulation.web import Response, json_response

LIFETIME = timedelta(days=7)
LATEST = "latest"
EXPIRED = (
    "The sync state generation is not found. "
    "The delta token is expired and data must be synchronized again."
)
UNSUPPORTED = ("$filter", "$orderby", "$search", "$expand")
PAGE_SIZE = re.compile(r"\bodata\.maxpagesize=(\d+)")


def track_users(request: GraphRequest) -> Response:
    """Return a page of a round, with a link to the next page or to the next round."""
    request.require(no_privileges(), *READ)
    options = request.call.options
    if any(name in options for name in UNSUPPORTED):
        raise bad_request("The query is not supported for delta.", "Request_UnsupportedQuery")
    wanted = options.get("$deltatoken", "")
    if wanted == LATEST:
        return _answer(request, selected(request), [], changes=len(request.tenant.people.changes))
    token = read_token(options.get("$skiptoken") or wanted)
    _check_age(request, token)
    if "select" not in token:
        return _everybody(request, selected(request), 0, len(request.tenant.people.changes))
    if "changes" in token:
        return _everybody(request, token["select"], token["from"], token["changes"])
    return _changes(request, token["select"], token["from"])


def _everybody(request: GraphRequest, names: list[str], start: int, changes: int) -> Response:
    """Return a page of the first round; `changes` is how many were known when it began."""
    people, size = request.tenant.people, _page_size(request)
    found = list(islice(people.from_position(start), size + 1))
    value = [_now(request, person_id, names) for _, person_id in found[:size]]
    if len(found) <= size:
        return _answer(request, names, value, changes=changes)
    following = found[size - 1 if _repeats(request, size) else size][0]
    return _answer(request, names, value, more={"from": following, "changes": changes})


def _changes(request: GraphRequest, names: list[str], start: int) -> Response:
    """Return a page of what changed since a link was given."""
    log, size = request.tenant.people.changes, _page_size(request)
    taken = log[start : start + size]
    touched = dict.fromkeys(c.id for c in taken if _concerns(request, c, names))
    value = [_now(request, person_id, names) for person_id in touched]
    end = start + len(taken)
    if end == len(log):
        return _answer(request, names, value, changes=end)
    return _answer(request, names, value, more={"from": end - _repeats(request, size)})


def _concerns(request: GraphRequest, change: Change, names: list[str]) -> bool:
    """Tell whether anything changed that the query selects."""
    if change.before is None or change.after is None:
        return True
    before, after = (show(request.tenant, p, names) for p in (change.before, change.after))
    return before != after


def _now(request: GraphRequest, person_id: str, names: list[str]) -> Json:
    people = request.tenant.people
    person = people.get(person_id)
    if person:
        return {"id": person.id} | show(request.tenant, person, names)
    # A deleted account can be restored for a while; then it is gone for good.
    reason = "changed" if person_id in people.deleted else "deleted"
    return {"id": person_id, "@removed": {"reason": reason}}


def _answer(
    request: GraphRequest,
    names: list[str],
    value: list[Json],
    *,
    more: Json | None = None,
    changes: int = 0,
) -> Response:
    issued = {"select": names, "issued": request.tenant.clock.now().isoformat()}
    token = issued | {"generation": request.tenant.delta_links.generation}
    kind, name, start = (
        ("@odata.nextLink", "$skiptoken", more)
        if more is not None
        else ("@odata.deltaLink", "$deltatoken", {"from": changes})
    )
    address = link(request, {name: write_token(token | start)})
    context = f"{request.base}/$metadata#users"
    return json_response({"@odata.context": context, kind: address, "value": value})


def _check_age(request: GraphRequest, token: dict[str, Any]) -> None:
    """Refuse a link that is too old, or that was given before all links were reset."""
    if not token:
        return
    links, now = request.tenant.delta_links, request.tenant.clock.now()
    try:
        issued, generation = datetime.fromisoformat(token["issued"]), token["generation"]
        names = ",".join(token["select"])
    except (KeyError, TypeError, ValueError) as unreadable:
        raise bad_request("Badly formed token.") from unreadable
    if now - issued > LIFETIME:
        raise GraphError(400, "syncStateNotFound", EXPIRED)
    if generation != links.generation:
        start = link(request, {"$select": names, "$deltatoken": ""})
        headers = {"Location": start} if links.status == 410 else {}
        raise GraphError(links.status, links.code, EXPIRED, headers)


def _page_size(request: GraphRequest) -> int:
    asked = PAGE_SIZE.search(request.call.header("prefer"))
    return max(1, min(int(asked[1]), MAX_PAGE_SIZE)) if asked else DEFAULT_PAGE_SIZE


def _repeats(request: GraphRequest, size: int) -> bool:
    """Tell whether the next page begins with the last object of this one, as it may happen."""
    return request.tenant.settings.delta_repeats and size > 1
