"""HTTP to Graph and SharePoint: with a token, to known hosts only, and retried within bounds."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from yarl import URL

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.body import parse_answer
from bot.http.retry import RETRIED_STATUSES, Retries, retry_after
from bot.http.session import proxy_for
from bot.http.tokens import TokenSource
from bot.m365.errors import error_code, failure
from bot.m365.geos import default_scope, origin

# Uploads have at most 4 MB, and a third more as base64 in a batch.
_MAX_BODY_BYTES = 12 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class Request:
    """A request that is safe to send twice: it reads, or it overwrites.

    Attributes:
        service: "graph" or "sharepoint", for failures.
        url: percent-encoded, exactly as it is to be sent.
        needs: the permission that it takes, named where the service refuses without naming one.
    """

    service: str
    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)
    needs: str | None = None


@dataclass(frozen=True)
class Response:
    """A complete HTTP response; status 0 stands for a part that is missing from a batch."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    @property
    def ok(self) -> bool:
        """Whether the status is a success."""
        return 200 <= self.status < 300

    @property
    def code(self) -> str | None:
        """The service's own error code, if it gave one."""
        return error_code(self.body)

    def failure(self, request: Request) -> ServiceFailure:
        """Return the failure that this response to a request stands for."""
        return failure(request.service, self.status, self.headers, self.body, needs=request.needs)

    def json(self, request: Request) -> dict[str, Any]:
        """Parse the JSON object in the body; raises ServiceFailure where there is none."""
        value = parse_answer(self.body)
        if not isinstance(value, dict):
            raise ServiceFailure(request.service, FailureReason.UNEXPECTED, code="not_json")
        return value


class Http:
    """The HTTP client of both services; `allowed` tells which origins a token may be sent to."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: TokenSource,
        retries: Retries,
        *,
        allowed: Callable[[str], bool],
        max_body_bytes: int = _MAX_BODY_BYTES,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._allowed = allowed
        self._max_body_bytes = max_body_bytes
        self.retries = retries

    async def send(self, request: Request) -> Response:
        """Send a request, retry it while that may help, and return the last response of any status.

        Raises ServiceFailure where there was no response, or the host is not one of ours.
        """
        if not self._allowed(origin(request.url)):
            raise ServiceFailure(request.service, FailureReason.UNEXPECTED, code="host_not_allowed")
        attempts = self.retries.begin()
        while True:
            outcome = await self._attempt(request)
            if isinstance(outcome, ServiceFailure):
                passing, wait = True, outcome.retry_after
            else:
                passing, wait = outcome.status in RETRIED_STATUSES, retry_after(outcome.headers)
            if not passing or not await attempts.again(wait):
                break
        if isinstance(outcome, ServiceFailure):
            raise outcome
        return outcome

    async def succeed(self, request: Request) -> Response:
        """Send a request; raises ServiceFailure for any response that is not a success."""
        response = await self.send(request)
        if not response.ok:
            raise response.failure(request)
        return response

    async def _attempt(self, request: Request) -> Response | ServiceFailure:
        """Return the response, or a failure that may pass; raises ServiceFailure for others."""
        scope = default_scope(request.url)
        token = await self._tokens.token(scope)
        try:
            response = await self._exchange(request, token)
            # A token can be revoked before it expires, so one new token is tried.
            if _is_token_refused(request, response):
                self._tokens.forget(token)
                renewed = await self._tokens.token(scope)
                response = await self._exchange(request, renewed) if renewed != token else response
        except TimeoutError:
            return ServiceFailure(request.service, FailureReason.TIMED_OUT)
        except (aiohttp.ClientSSLError, ssl.SSLError):
            # A certificate that is not trusted now will not be trusted in a second.
            raise ServiceFailure(request.service, FailureReason.UNAVAILABLE, code="tls") from None
        except (aiohttp.ClientError, OSError):
            return ServiceFailure(request.service, FailureReason.UNAVAILABLE, code="no_connection")
        return response

    async def _exchange(self, request: Request, token: str) -> Response:
        # Security: yarl would decode %27 in a name, and SharePoint would take the apostrophe for
        # the end of the string literal.
        url = URL(request.url, encoded=True)
        async with self._session.request(
            request.method,
            url,
            headers={**request.headers, "Authorization": f"Bearer {token}"},
            data=request.body,
            # Security: a redirect could take the token to a host that is not allowed.
            allow_redirects=False,
            proxy=proxy_for(url),
        ) as response:
            body = bytearray()
            # Content-Length may be missing or wrong, so what really comes is counted.
            async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                body += chunk
                if len(body) > self._max_body_bytes:
                    raise ServiceFailure(
                        request.service, FailureReason.UNEXPECTED, code="too_large"
                    )
            return Response(response.status, response.headers, bytes(body))


def _is_token_refused(request: Request, response: Response) -> bool:
    """Tell a token that is no longer good from one that lacks a permission.

    Some of SharePoint's 401s are about a permission.
    """
    return response.status == 401 and response.failure(request).why is FailureReason.SIGN_IN_FAILED
