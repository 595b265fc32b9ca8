"""The blocking HTTP session that msal signs in with: bounded, without cookies or redirects."""

import ssl
import time
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from io import BytesIO
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from bot.http.retry import RETRIED_STATUSES, retry_after
from bot.http.session import trust

# Seconds to connect, and to wait for each read.
_TIMEOUTS = (5.0, 10.0)
_MAX_BODY_BYTES = 1 << 20
_MAX_BODY_SECONDS = 10.0
_CHUNK_BYTES = 64 * 1024


class Busy(requests.RequestException):
    """A response that asks to try again, after `retry_after` seconds where it says when.

    It is raised, because msal would take the response for a refusal, and cache that.
    """

    def __init__(self, response: requests.Response) -> None:
        super().__init__(response=response)
        self.status = response.status_code
        self.retry_after = retry_after(response.headers)


def session(
    ca_file: Path | None, *, proxies: bool = True, clock: Callable[[], float] = time.monotonic
) -> requests.Session:
    """Make a session that raises Busy for responses to be retried; the caller closes it.

    `proxies` follows the environment's proxies, which the machine's identity endpoint must not.
    """
    made = _Session(clock)
    made.trust_env = proxies
    made.auth = _no_login
    # The app has no browser session: cookies of one sign-in must not affect the next.
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    made.mount("https://", _Adapter(trust(ca_file)))
    made.mount("http://", _Adapter(None))
    return made


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from adding a login from .netrc to the credential in the body."""
    return request


class _Session(requests.Session):
    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        # msal sets no time-outs: a login host that stalls would keep a thread for ever.
        options["timeout"] = options.get("timeout") or _TIMEOUTS
        response = super().send(request, **{**options, "stream": True})
        with response.raw as stream:
            if response.status_code in RETRIED_STATUSES:
                raise Busy(response)
            response.raw = BytesIO(self._read(stream))
        return response

    def get_redirect_target(self, _: requests.Response) -> None:
        """Follow no redirect, which could take the credential in the body to another host."""

    def _read(self, stream: Any) -> bytes:
        """Read a whole body; raises RequestException for one that is too long or too slow."""
        # The time-outs of requests are for each read, so a body that trickles in would never end.
        body, until = bytearray(), self._clock() + _MAX_BODY_SECONDS
        try:
            while chunk := stream.read1(_CHUNK_BYTES, decode_content=True):
                body += chunk
                if len(body) > _MAX_BODY_BYTES or self._clock() > until:
                    raise requests.ConnectionError
        except HTTPError:
            raise requests.ConnectionError from None
        return bytes(body)


class _Adapter(HTTPAdapter):
    def __init__(self, context: ssl.SSLContext | None) -> None:
        # requests takes a file or folder of authorities only; the pool below it takes a context.
        self._tls: dict[str, Any] = {"ssl_context": context} if context else {}
        super().__init__()

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **options: Any
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **options, **self._tls)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, **options, **self._tls)
