"""Ask Graph and SharePoint: with a token, to known hosts only, again where that may help."""

import ssl
from collections.abc import Callable

import aiohttp
from yarl import URL

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import RETRIED_STATUSES, Retries, retry_after
from bot.http.session import proxy_for
from bot.http.tokens import TokenSource
from bot.m365.answer import Answer, Request
from bot.m365.geos import default_scope, origin

_LARGEST_BODY = 12 * 1024 * 1024
_CHUNK = 64 * 1024


class Http:
    """Sends requests with bounded retries; `allowed` says to which origins a token may go."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        tokens: TokenSource,
        retries: Retries,
        *,
        allowed: Callable[[str], bool],
        largest_body: int = _LARGEST_BODY,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._allowed = allowed
        self._largest_body = largest_body
        self.retries = retries

    async def send(self, request: Request) -> Answer:
        """Give the service's last answer, whatever its status.

        Raises ServiceFailure where there was none, or the host is not one of ours.
        """
        if not self._allowed(origin(request.url)):
            raise ServiceFailure(request.service, FailureReason.UNEXPECTED, code="host_not_allowed")
        attempts = self.retries.begin()
        while True:
            outcome = await self._attempt(request)
            if not _may_pass(outcome) or not await attempts.again(_asked_to_wait(outcome)):
                break
        if isinstance(outcome, ServiceFailure):
            raise outcome
        return outcome

    async def succeed(self, request: Request) -> Answer:
        """Give the service's answer; raises ServiceFailure for any that is not a success."""
        answer = await self.send(request)
        if not answer.ok:
            raise answer.failure(request)
        return answer

    async def _attempt(self, request: Request) -> Answer | ServiceFailure:
        scope = default_scope(request.url)
        token = await self._tokens.token(scope)
        try:
            answer = await self._exchange(request, token)
            if _token_is_refused(request, answer):
                self._tokens.forget(token)
                other = await self._tokens.token(scope)
                answer = await self._exchange(request, other) if other != token else answer
        except TimeoutError:
            return ServiceFailure(request.service, FailureReason.TIMED_OUT)
        except (aiohttp.ClientSSLError, ssl.SSLError):
            raise ServiceFailure(request.service, FailureReason.UNAVAILABLE, code="tls") from None
        except (aiohttp.ClientError, OSError):
            return ServiceFailure(request.service, FailureReason.UNAVAILABLE, code="no_connection")
        return answer

    async def _exchange(self, request: Request, token: str) -> Answer:
        url = URL(request.url, encoded=True)
        async with self._session.request(
            request.method,
            url,
            headers={**request.headers, "Authorization": f"Bearer {token}"},
            data=request.body,
            allow_redirects=False,
            proxy=proxy_for(url),
        ) as response:
            body = await self._read(response, request.service)
            return Answer(response.status, response.headers, body)

    async def _read(self, response: aiohttp.ClientResponse, service: str) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._largest_body:
                raise ServiceFailure(service, FailureReason.UNEXPECTED, code="too_large")
        return bytes(body)


def _token_is_refused(request: Request, answer: Answer) -> bool:
    """Tell a token that is not good any more from one that lacks a permission."""
    return answer.status == 401 and answer.failure(request).why is FailureReason.SIGN_IN_FAILED


def _may_pass(outcome: Answer | ServiceFailure) -> bool:
    return isinstance(outcome, ServiceFailure) or outcome.status in RETRIED_STATUSES


def _asked_to_wait(outcome: Answer | ServiceFailure) -> float | None:
    return retry_after(outcome.headers) if isinstance(outcome, Answer) else outcome.retry_after
