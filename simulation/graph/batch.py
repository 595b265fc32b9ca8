"""$batch: up to twenty requests in one, four of them at a time, each with a response of its own."""

import asyncio
import json
from base64 import b64decode, b64encode, encodebytes, urlsafe_b64encode
from binascii import Error as Base64Error
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from simulation.graph.errors import GraphError, bad_request
from simulation.tenant import Tenant
from simulation.web import Call, Response, Service, json_body, json_response

MAX_REQUESTS = 20
CONCURRENCY = 4
"""Outlook's service, which has the photos, runs four at a time (docs/photo-sync.md, "Limits")."""

Part = dict[str, Any]
_ENCODINGS = {"base64": b64encode, "base64url": urlsafe_b64encode, "wrapped": encodebytes}
_TO_BASE64 = str.maketrans("-_", "+/")


@dataclass(frozen=True)
class BatchService:
    """Splits batches into requests for `parts`, and passes everything else on to `single`."""

    single: Service
    parts: Service

    async def answer(self, call: Call, tenant: Tenant) -> Response:
        """Answer a batch, with 200 whatever became of its parts."""
        version, *path = call.segments or [""]
        if path != ["$batch"] or call.method != "POST":
            return await self.single.answer(call, tenant)
        try:
            parts = _parts(call)
        except GraphError as error:
            return error.response(tenant.clock.now(), call.header("client-request-id"))
        answers = await self._run(call, version, parts, tenant)
        # Graph promises no order, so clients must go by the ids.
        tenant.random.shuffle(answers)
        return json_response({"responses": answers})

    async def _run(self, call: Call, version: str, parts: list[Part], tenant: Tenant) -> list[Part]:
        slots = asyncio.Semaphore(CONCURRENCY)
        done: dict[str, asyncio.Task[Part]] = {}

        async def run(part: Part) -> Part:
            before = [await done[name] for name in part.get("dependsOn", ())]
            if any(response["status"] >= 400 for response in before):
                return _part_of(part, _failed_dependency(tenant), tenant)
            async with slots:
                response = await self.parts.answer(_call_of(part, call, version), tenant)
                return _part_of(part, response, tenant)

        for part in parts:
            done[part["id"]] = asyncio.create_task(run(part))
        return list(await asyncio.gather(*done.values()))


def _parts(call: Call) -> list[Part]:
    """Return the requests in a batch. Raises GraphError."""
    try:
        parts = json_body(call)["requests"]
    except (ValueError, KeyError) as unreadable:
        raise bad_request("Invalid batch payload format.") from unreadable
    if not isinstance(parts, list) or not all(_is_complete(part) for part in parts):
        raise bad_request("Invalid batch payload format.")
    if len(parts) > MAX_REQUESTS:
        raise bad_request(f"Number of batch request steps exceeds the maximum of {MAX_REQUESTS}.")
    names = [part["id"] for part in parts]
    if len(set(names)) < len(names):
        raise bad_request("Request Ids in batch are not unique.")
    for position, part in enumerate(parts):
        if not set(part.get("dependsOn", ())) <= set(names[:position]):
            raise bad_request("A request depends on one that does not come before it.")
    return parts


def _is_complete(part: object) -> bool:
    return isinstance(part, dict) and all(
        isinstance(part.get(name), str) for name in ("id", "method", "url")
    )


def _call_of(part: Part, batch: Call, version: str) -> Call:
    path, _, query = str(part["url"]).partition("?")
    own = {str(name).lower(): str(value) for name, value in part.get("headers", {}).items()}
    headers = {"authorization": batch.header("authorization")} | own
    target = f"/{version}/{path.lstrip('/')}"
    return Call(batch.host, part["method"].upper(), target, query, headers, _body_of(part, own))


def _body_of(part: Part, headers: dict[str, str]) -> bytes:
    body = part.get("body")
    if body is None:
        return b""
    if isinstance(body, str) and "json" not in headers.get("content-type", ""):
        try:
            # Either alphabet, as the documentation names the one for addresses.
            return b64decode(body.translate(_TO_BASE64), validate=True)
        except Base64Error:
            return body.encode()
    return json.dumps(body).encode()


def _part_of(part: Part, response: Response, tenant: Tenant) -> Part:
    shown: Part = {"id": part["id"], "status": response.status, "headers": dict(response.headers)}
    if response.content_type.endswith("json"):
        with suppress(ValueError):
            shown["body"] = json.loads(response.body)
    # A page or a text comes as it is.
    elif response.content_type.startswith("text/"):
        shown["body"] = response.body.decode()
    # Pictures, and JSON that a fault has cut off.
    if response.body and "body" not in shown:
        encode = _ENCODINGS[tenant.settings.batch_encoding]
        shown["body"] = encode(response.body).decode()
    return shown


def _failed_dependency(tenant: Tenant) -> Response:
    error = GraphError(424, "FailedDependency", "A request that this one depends on failed.")
    return error.response(tenant.clock.now())
