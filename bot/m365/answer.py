"""A request to a service, and what it answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.body import parse_answer
from bot.m365.errors import error_code, failure


@dataclass(frozen=True)
class Request:
    """One request. All of them may be sent twice: they read, or they overwrite.

    `url` is percent-encoded exactly as it is to be sent; `needs` names the permission it takes.
    """

    service: str
    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)
    needs: str | None = None


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, whole; header names are of any case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    @property
    def ok(self) -> bool:
        """Whether the service did what was asked."""
        return 200 <= self.status < 300

    @property
    def code(self) -> str | None:
        """The service's own error code, if it gave one."""
        return error_code(self.body)

    def failure(self, request: Request) -> ServiceFailure:
        """What this answer to a request means, where it is not a success."""
        return failure(request.service, self.status, self.headers, self.body, needs=request.needs)

    def json(self, request: Request) -> dict[str, Any]:
        """The JSON object in the body; raises ServiceFailure where there is none."""
        value = parse_answer(self.body)
        if not isinstance(value, dict):
            raise ServiceFailure(request.service, FailureReason.UNEXPECTED, code="not_json")
        return value
