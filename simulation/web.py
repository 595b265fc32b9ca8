"""Requests and answers as plain values, so that a service is a function from one to the other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote

from simulation.tenant import Tenant


@dataclass(frozen=True)
class Call:
    """One request. `path` and `query` are as they were sent, percent-encoded; header names are
    lower case.
    """

    host: str
    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def segments(self) -> list[str]:
        """The decoded parts of the path."""
        return [unquote(part) for part in self.path.split("/") if part]

    @property
    def options(self) -> dict[str, str]:
        """The decoded query."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def header(self, name: str) -> str:
        """The header's value, or nothing."""
        return self.headers.get(name.lower(), "")


@dataclass(frozen=True)
class Answer:
    """One response. `cut_after` bytes of the body the connection breaks."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None

    @property
    def content_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0]

    def with_headers(self, **headers: str) -> "Answer":
        """The same answer with more headers; underscores stand for hyphens."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})


class Service(Protocol):
    """A simulated service: answers a call from what a tenant holds."""

    async def answer(self, call: Call, tenant: Tenant) -> Answer:
        """The answer; it never raises for what a caller did wrong."""
        ...


def json_answer(
    content: object, status: int = 200, content_type: str = "application/json"
) -> Answer:
    """An answer with a JSON body."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Answer(status, body, {"Content-Type": f"{content_type};charset=utf-8"})


def json_body(call: Call) -> dict[str, Any]:
    """The JSON object that was sent. Raises ValueError."""
    content = json.loads(call.body)
    if not isinstance(content, dict):
        raise ValueError("a JSON object was expected")
    return content
