"""Graph's JSON batching: several reads in one round trip, each with a status of its own."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from multidict import CIMultiDict

from bot.http.retry import RETRIED_STATUSES, retry_after
from bot.m365.answer import Answer, Request
from bot.m365.http import Http

_NOT_ANSWERED = Answer(0)


async def batch(http: Http, graph: str, paths: Mapping[str, str]) -> dict[str, Answer]:
    """Read paths such as `/users/{id}/photo`, each under a name of its own, twenty at most.

    Parts that are throttled are asked for again, within the bounds. A part that Graph left out
    has the status 0. Raises ServiceFailure where the batch as a whole fails.
    """
    answers: dict[str, Answer] = {}
    attempts = http.retries.begin()
    asked = dict(paths)
    while True:
        answers |= await _ask(http, graph, asked)
        asked = {name: path for name, path in asked.items() if _may_pass(answers[name])}
        waits = [retry_after(answers[name].headers) for name in asked]
        longest = max((wait for wait in waits if wait is not None), default=None)
        if not asked or not await attempts.again(longest):
            return answers


async def _ask(http: Http, graph: str, paths: Mapping[str, str]) -> dict[str, Answer]:
    parts = [{"id": name, "method": "GET", "url": path} for name, path in paths.items()]
    request = Request(
        "graph",
        f"{graph}/v1.0/$batch",
        method="POST",
        headers={"Content-Type": "application/json", "Accept": "application/json"},
        body=json.dumps({"requests": parts}).encode(),
    )
    answer = await http.succeed(request)
    responses = answer.json(request).get("responses")
    found = responses if isinstance(responses, list) else []
    # A part has no Date of its own, from which a moment in its Retry-After is counted.
    date = answer.headers.get("Date", "")
    read = {str(part.get("id")): _part(part, date) for part in found if isinstance(part, dict)}
    return {name: read.get(name, _NOT_ANSWERED) for name in paths}


def _part(part: Mapping[str, Any], date: str) -> Answer:
    headers = part.get("headers")
    pairs = headers.items() if isinstance(headers, dict) else ()
    names: CIMultiDict[str] = CIMultiDict((str(name), str(value)) for name, value in pairs)
    names.setdefault("Date", date)
    try:
        return Answer(int(part.get("status", 0)), names, _body(part.get("body")))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return _NOT_ANSWERED


def _body(body: object) -> bytes:
    """Binary bodies come as base64 text, JSON ones as they are."""
    if body is None:
        return b""
    if not isinstance(body, str):
        return json.dumps(body).encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise ValueError("neither JSON nor base64") from None


def _may_pass(answer: Answer) -> bool:
    return answer.status in RETRIED_STATUSES
