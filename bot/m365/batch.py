"""Graph's JSON batching: several reads in one round trip, each with its own status."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from multidict import CIMultiDict

from bot.http.retry import RETRIED_STATUSES, retry_after
from bot.m365.http import Http, Request, Response

_NO_RESPONSE = Response(0)


async def batch(http: Http, graph: str, paths: Mapping[str, str]) -> dict[str, Response]:
    """Read up to twenty paths such as `/users/{id}/photo`; keys name paths and responses.

    Throttled parts are requested again within the bounds. A part that Graph left out has the
    status 0. Raises ServiceFailure where the batch as a whole fails.
    """
    responses: dict[str, Response] = {}
    attempts = http.retries.begin()
    pending = dict(paths)
    while True:
        responses |= await _send(http, graph, pending)
        pending = {
            name: path
            for name, path in pending.items()
            if responses[name].status in RETRIED_STATUSES
        }
        # Each part is throttled by itself, with its own Retry-After inside a batch of status 200.
        waits = [retry_after(responses[name].headers) for name in pending]
        longest = max((wait for wait in waits if wait is not None), default=None)
        if not pending or not await attempts.again(longest):
            return responses


async def _send(http: Http, graph: str, paths: Mapping[str, str]) -> dict[str, Response]:
    parts = [{"id": name, "method": "GET", "url": path} for name, path in paths.items()]
    request = Request(
        "graph",
        f"{graph}/v1.0/$batch",
        method="POST",
        headers={"Content-Type": "application/json", "Accept": "application/json"},
        body=json.dumps({"requests": parts}).encode(),
    )
    whole = await http.succeed(request)
    listed = whole.json(request).get("responses")
    found = listed if isinstance(listed, list) else []
    # A Retry-After that names a moment is relative to Date, which parts do not have.
    date = whole.headers.get("Date", "")
    read = {str(part.get("id")): _part(part, date) for part in found if isinstance(part, dict)}
    return {name: read.get(name, _NO_RESPONSE) for name in paths}


def _part(part: Mapping[str, Any], date: str) -> Response:
    headers = part.get("headers")
    pairs = headers.items() if isinstance(headers, dict) else ()
    names: CIMultiDict[str] = CIMultiDict((str(name), str(value)) for name, value in pairs)
    names.setdefault("Date", date)
    try:
        return Response(int(part.get("status", 0)), names, _body(part.get("body")))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return _NO_RESPONSE


def _body(body: object) -> bytes:
    """Decode a part's body: pictures come as base64 text, JSON comes as it is."""
    if body is None:
        return b""
    if not isinstance(body, str):
        return json.dumps(body).encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise ValueError("neither JSON nor base64") from None
