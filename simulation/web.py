"""HTTP requests and responses as plain values, so that a service is a function of the two."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote

from simulation.tenant import Tenant


@dataclass(frozen=True)
class Call:
    """One request.

    `path` and `query` are percent-encoded, as they were sent. Header names are lower case.
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
        """The decoded query parameters."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def header(self, name: str) -> str:
        """Return the value of a header, or an empty string."""
        return self.headers.get(name.lower(), "")


@dataclass(frozen=True)
class Response:
    """One response; the connection breaks after `cut_after` bytes of the body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None

    @property
    def content_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0]

    def with_headers(self, **headers: str) -> "Response":
        """Return the response with more headers; underscores in names stand for hyphens."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})


class Service(Protocol):
    """A simulated service, which answers calls from what a tenant holds."""

    async def answer(self, call: Call, tenant: Tenant) -> Response:
        """Answer a call; a caller's mistake is a response too, and never raises."""
        ...


def json_response(
    content: object, status: int = 200, content_type: str = "application/json"
) -> Response:
    """Make a response with a JSON body."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(status, body, {"Content-Type": f"{content_type};charset=utf-8"})


def json_body(call: Call) -> dict[str, Any]:
    """Return the JSON object in the body. Raises ValueError."""
    content = json.loads(call.body)
    if not isinstance(content, dict):
        raise ValueError("a JSON object was expected")
    return content
