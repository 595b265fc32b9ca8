"""What can be made to go wrong, and where."""

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
from simulation.web import Answer, Call, Service, json_answer

WRITES = ("POST", "PUT", "PATCH", "DELETE")
Sleep = Callable[[float], Awaitable[None]]


class Kind(StrEnum):
    """The ways in which a service fails."""

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

    `service` is "login", "graph", "sharepoint" or "*"; `route` a regular expression searched in
    the decoded path and query; `person` an object id. `times` counts down, None means always.
    `seconds` is Retry-After for a throttle and the delay for a stall. `lasts` is for how many
    seconds of the tenant's clock it happens. A change gives the person another photo (`picture`,
    base64) once the call was answered, as if they had changed it between two calls.
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


@dataclass(frozen=True)
class Hit:
    """A fault that hits a call, and the tenant as stale reads show it."""

    fault: Fault
    frozen: Tenant


class Reset(Exception):
    """The connection is to be broken without an answer."""


@dataclass
class FaultBook:
    """The faults that are switched on, by id."""

    faults: dict[str, Fault] = field(default_factory=dict)
    frozen: dict[str, Tenant] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)

    def add(self, fault: Fault, tenant: Tenant) -> str:
        """Switch a fault on; a stale read shows the tenant as it is at this moment."""
        name = uuid4().hex
        self.faults[name] = fault
        if fault.kind is Kind.STALE:
            self.frozen[name] = tenant.copy()
        if fault.lasts is not None:
            self.ends[name] = tenant.clock.now() + timedelta(seconds=fault.lasts)
        return name

    def remove(self, name: str) -> None:
        """Switch a fault off; it may be off already."""
        for kept in (self.faults, self.frozen, self.ends):
            kept.pop(name, None)

    def clear(self) -> None:
        """Let everything work again."""
        for kept in (self.faults, self.frozen, self.ends):
            kept.clear()

    def take(self, service: str, call: Call, tenant: Tenant) -> "list[Hit]":
        """The faults that hit this call; each is used up by one."""
        now = tenant.clock.now()
        for name in [name for name, end in self.ends.items() if end <= now]:
            self.remove(name)
        names = [name for name, f in self.faults.items() if _hits(f, service, call, tenant)]
        hits = [Hit(self.faults[name], self.frozen.get(name, tenant)) for name in names]
        for name in names:
            self._count_down(name)
        return hits

    def _count_down(self, name: str) -> None:
        fault = self.faults[name]
        if fault.times == 1:
            self.remove(name)
        elif fault.times is not None:
            self.faults[name] = replace(fault, times=fault.times - 1)


@dataclass(frozen=True)
class Faulty:
    """A service with the faults of the book in front of it."""

    name: str
    service: Service
    book: FaultBook
    sleep: Sleep = asyncio.sleep

    async def answer(self, call: Call, tenant: Tenant) -> Answer:
        """What the service answers, or what goes wrong. Raises Reset."""
        hits = self.book.take(self.name, call, tenant)
        faults = [hit.fault for hit in hits]
        await self._wait(faults)
        refusal = next((f for f in faults if f.kind in (Kind.THROTTLE, Kind.FAIL)), None)
        if refusal:
            return _refuse(self.name, refusal)
        seen = self._seen(hits, call, tenant)
        answer = await self.service.answer(call, seen)
        for fault in faults:
            if fault.kind is Kind.CHANGE:
                tenant.change_photo(fault.person, b64decode(fault.picture))
        return _damage(answer, faults)

    async def _wait(self, faults: list[Fault]) -> None:
        for fault in faults:
            if fault.kind is Kind.STALL:
                await self.sleep(fault.seconds or 0)
            if fault.kind is Kind.RESET:
                raise Reset

    def _seen(self, hits: list[Hit], call: Call, tenant: Tenant) -> Tenant:
        """The tenant that the service works on: the real one, an old one or a throw-away one."""
        for hit in hits:
            if hit.fault.kind is Kind.LIE:
                return tenant.copy()
            if hit.fault.kind is Kind.STALE and call.method not in WRITES:
                return hit.frozen
        return tenant


def fault_from_json(content: dict[str, Any]) -> Fault:
    """The fault that a JSON object describes. Raises ValueError and TypeError."""
    fault = Fault(**{**content, "kind": Kind(content["kind"])})
    if fault.kind is Kind.CHANGE and not (fault.person and fault.picture):
        raise ValueError("a change needs a person and a picture")
    return fault


def _hits(fault: Fault, service: str, call: Call, tenant: Tenant) -> bool:
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
    small = call.body[:4096].decode(errors="replace")
    said = f"{target} {small}".lower().replace("''", "'")
    return any(name in said for name in (person.id, person.upn.lower(), person.site_name))


def _refuse(service: str, fault: Fault) -> Answer:
    error: dict[str, object] = {"code": fault.code, "message": fault.message}
    if service == "sharepoint":
        error["message"] = {"lang": "en-US", "value": fault.message}
    answer = json_answer({"error": error}, fault.status)
    if fault.kind is Kind.FAIL or fault.seconds is None:
        return answer
    return answer.with_headers(Retry_After=str(int(fault.seconds)))


def _damage(answer: Answer, faults: list[Fault]) -> Answer:
    half = len(answer.body) // 2
    for fault in faults:
        if fault.kind is Kind.TRUNCATE:
            return replace(answer, body=answer.body[:half])
        if fault.kind is Kind.CUT:
            return replace(answer, cut_after=half)
    return answer
