"""Graph's JSON batching: several reads in one round trip, each with its own status.

Source: docs/photo-sync.md, "Error codes".
"""

import asyncio
import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from multidict import CIMultiDict

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.numbers import whole
from bot.http.retry import RETRIED_STATUSES, retry_after
from bot.m365.http import Http, Request, Response

_NO_RESPONSE = Response(0)
# Base64 in either alphabet, padded or not, in one line or in several.
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\r\n]*={0,2}[\r\n]*")
_URL_ALPHABET = str.maketrans("-_", "+/", "\r\n=")
_TEXT = "text/"


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


async def batch_or_singly(http: Http, graph: str, paths: Mapping[str, str]) -> dict[str, Response]:
    """Read paths as `batch` does; where one of them breaks the whole batch, read each by itself.

    A single one that fails without a response has the status 0. Raises ServiceFailure where the
    batch fails in a way that single requests would share.
    """
    try:
        return await batch(http, graph, paths)
    except ServiceFailure as failure:
        if failure.why not in {FailureReason.UNEXPECTED, FailureReason.REJECTED}:
            raise
    requests = (Request("graph", f"{graph}/v1.0{path}") for path in paths.values())
    found = await asyncio.gather(*(_singly(http, request) for request in requests))
    return dict(zip(paths, found, strict=True))


async def _singly(http: Http, request: Request) -> Response:
    try:
        return await http.send(request)
    except ServiceFailure:
        return _NO_RESPONSE


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
    status = whole(part.get("status"))
    if status is None or not 100 <= status <= 599:
        return _NO_RESPONSE
    body, names["Content-Type"] = _body(part.get("body"), names.get("Content-Type", ""))
    return Response(status, names, body)


def _body(body: object, kind: str) -> tuple[bytes, str]:
    """Decode a part's body, with its content type: base64, text, or JSON as it is.

    The status of a part counts whatever its body is, so nothing is refused here.
    """
    if not isinstance(body, str):
        return (b"", kind) if body is None else (_json(body), kind)
    encoded = body.translate(_URL_ALPHABET)
    # One character more than whole groups of four has too few bits for a byte.
    is_base64 = _BASE64.fullmatch(body) is not None and len(encoded) % 4 != 1
    if is_base64 and not kind.lower().startswith(_TEXT):
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4)), kind
    text = body.encode("utf-8", "replace")
    # Text in the place of a picture is a message, whatever it is declared as.
    return text, kind if "json" in kind.lower() or kind.lower().startswith(_TEXT) else "text/plain"


def _json(body: object) -> bytes:
    try:
        return json.dumps(body).encode()
    except RecursionError:
        return b""
