"""Fault injection: what can be made to go wrong in the simulated services, and where."""

import asyncio
import re
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import unquote_plus
from uuid import uuid4

from simulation.tenant import Tenant
from simulation.web import Call, Response, Service, json_response

WRITES = ("POST", "PUT", "PATCH", "DELETE")
Sleep = Callable[[float], Awaitable[None]]


class Kind(StrEnum):
    """The ways in which a service fails.

    THROTTLE and FAIL answer with an error. STALL answers late. RESET drops the connection. LIE
    accepts a write and does not store it. STALE reads the tenant as it was when the fault was
    added. CHANGE changes the photo after the response. TRUNCATE sends half of the body, CUT breaks
    off in its middle.
    """

    THROTTLE = "throttle"
    FAIL = "fail"
    STALL = "stall"
    RESET = "reset"
    LIE = "lie"
    STALE = "stale"
    CHANGE = "change"
    TRUNCATE = "truncate"
    CUT = "cut"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong for the calls that match it.

    `service` is "login", "graph", "sharepoint" or "*". `route` is a regular expression that is
    searched for in the decoded path and query. `person` is an object id. `times` counts down; None
    means always. `seconds` is Retry-After for a throttle and the delay for a stall. `lasts` is how
    many seconds of the tenant's clock the fault stays. `page` is a text or HTML page that a
    refusal has in place of its JSON, as those of gateways have. A change gives the person another
    photo (`picture`, base64) after the call was answered, as if they had changed it between two
    calls.
    """

    kind: Kind
    service: str = "*"
    host: str = ""
    method: str = ""
    route: str = ""
    person: str = ""
    times: int | None = None
    status: int = 429
    code: str = "TooManyRequests"
    message: str = "Too many requests."
    seconds: float | None = 1
    lasts: float | None = None
    picture: str = ""
    page: str = ""


@dataclass(frozen=True)
class Match:
    """A fault that matches a call, and the tenant that a stale read sees."""

    fault: Fault
    tenant: Tenant


class ConnectionReset(Exception):
    """The connection must be dropped without an answer."""


@dataclass
class ActiveFaults:
    """The faults that are switched on, by id."""

    faults: dict[str, Fault] = field(default_factory=dict)
    snapshots: dict[str, Tenant] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)

    def add(self, fault: Fault, tenant: Tenant) -> str:
        """Switch a fault on and return its id; stale reads will see the tenant as it is now."""
        fault_id = uuid4().hex
        self.faults[fault_id] = fault
        if fault.kind is Kind.STALE:
            self.snapshots[fault_id] = tenant.copy()
        if fault.lasts is not None:
            self.ends[fault_id] = tenant.clock.now() + timedelta(seconds=fault.lasts)
        return fault_id

    def remove(self, name: str) -> None:
        """Switch a fault off, if it is still on."""
        for by_id in (self.faults, self.snapshots, self.ends):
            by_id.pop(name, None)

    def clear(self) -> None:
        """Switch all faults off."""
        for by_id in (self.faults, self.snapshots, self.ends):
            by_id.clear()

    def take(self, service: str, call: Call, tenant: Tenant) -> "list[Match]":
        """Return the faults that match this call, and count each of them down."""
        now = tenant.clock.now()
        for name in [name for name, end in self.ends.items() if end <= now]:
            self.remove(name)
        names = [name for name, f in self.faults.items() if _matches(f, service, call, tenant)]
        matches = [Match(self.faults[name], self.snapshots.get(name, tenant)) for name in names]
        for name in names:
            self._count_down(name)
        return matches

    def _count_down(self, name: str) -> None:
        fault = self.faults[name]
        if fault.times == 1:
            self.remove(name)
        elif fault.times is not None:
            self.faults[name] = replace(fault, times=fault.times - 1)


@dataclass(frozen=True)
class FaultInjector:
    """A service with faults in front of it."""

    name: str
    service: Service
    faults: ActiveFaults
    sleep: Sleep = asyncio.sleep

    async def answer(self, call: Call, tenant: Tenant) -> Response:
        """Answer the call, or fail as the faults say. Raises ConnectionReset."""
        matches = self.faults.take(self.name, call, tenant)
        faults = [match.fault for match in matches]
        await self._wait(faults)
        refusal = next((f for f in faults if f.kind in (Kind.THROTTLE, Kind.FAIL)), None)
        if refusal:
            return _refuse(self.name, refusal)
        seen = self._seen(matches, call, tenant)
        response = await self.service.answer(call, seen)
        for fault in faults:
            if fault.kind is Kind.CHANGE:
                tenant.change_photo(fault.person, b64decode(fault.picture))
        return _damaged(response, faults)

    async def _wait(self, faults: list[Fault]) -> None:
        for fault in faults:
            if fault.kind is Kind.STALL:
                await self.sleep(fault.seconds or 0)
            if fault.kind is Kind.RESET:
                raise ConnectionReset

    def _seen(self, matches: list[Match], call: Call, tenant: Tenant) -> Tenant:
        """Choose what the service works on: the tenant, an earlier copy or one to throw away."""
        for match in matches:
            if match.fault.kind is Kind.LIE:
                return tenant.copy()
            if match.fault.kind is Kind.STALE and call.method not in WRITES:
                return match.tenant
        return tenant


def fault_from_json(content: dict[str, Any]) -> Fault:
    """Build the fault that a JSON object describes. Raises ValueError and TypeError."""
    fault = Fault(**{**content, "kind": Kind(content["kind"])})
    if fault.kind is Kind.CHANGE and not (fault.person and fault.picture):
        raise ValueError("a change needs a person and a picture")
    return fault


def _matches(fault: Fault, service: str, call: Call, tenant: Tenant) -> bool:
    target = unquote_plus(f"{call.path}?{call.query}")
    return (
        fault.service in ("*", service)
        and call.host.endswith(fault.host)
        and fault.method in ("", call.method)
        and re.search(fault.route, target) is not None
        and _mentions(fault.person, target, call, tenant)
    )


def _mentions(person_id: str, target: str, call: Call, tenant: Tenant) -> bool:
    if not person_id:
        return True
    person = tenant.people[person_id]
    # A batch, or the body of a property write, names the person near its beginning.
    start = call.body[:4096].decode(errors="replace")
    text = f"{target} {start}".lower().replace("''", "'")
    return any(name in text for name in (person.id, person.upn.lower(), person.site_name))


def _refuse(service: str, fault: Fault) -> Response:
    error: dict[str, object] = {"code": fault.code, "message": fault.message}
    if service == "sharepoint":
        error["message"] = {"lang": "en-US", "value": fault.message}
    response = _page(fault) if fault.page else json_response({"error": error}, fault.status)
    if fault.kind is Kind.FAIL or fault.seconds is None:
        return response
    return response.with_headers(Retry_After=str(int(fault.seconds)))


def _page(fault: Fault) -> Response:
    kind = "html" if fault.page.lstrip().startswith("<") else "plain"
    headers = {"Content-Type": f"text/{kind};charset=utf-8"}
    return Response(fault.status, fault.page.encode(), headers)


def _damaged(response: Response, faults: list[Fault]) -> Response:
    half = len(response.body) // 2
    for fault in faults:
        if fault.kind is Kind.TRUNCATE:
            return replace(response, body=response.body[:half])
        if fault.kind is Kind.CUT:
            return replace(response, cut_after=half)
    return response
