"""The HTTP session of every outgoing request."""

import os
import ssl
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from functools import cache
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

# The form that Microsoft asks for, so that SharePoint throttles it last (docs/photo-sync.md,
# "Throttling").
USER_AGENT = "NONISV|Photobot|Photobot/0.1"

CONNECTIONS = 100
# aiohttp uses the connections of a pool in turn, so a little traffic keeps all that a burst opened,
# each with 256 KiB for TLS. A check's requests follow each other within this.
KEEPALIVE_SECONDS = 3.0

_TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5, sock_read=15)


def open_session(
    ca_file: Path | None = None,
    *,
    connections_per_host: int = 40,
    traces: Sequence[aiohttp.TraceConfig] = (),
) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
    """Make a session with time-outs and without cookies, to be entered in a running loop.

    `ca_file` is a PEM file with more authorities to trust; `traces` are told of each request.
    Raises as `trust` does.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            ssl=_trust_of_sessions(ca_file),
            limit=CONNECTIONS,
            limit_per_host=connections_per_host,
            keepalive_timeout=KEEPALIVE_SECONDS,
        ),
        # One session serves requests for many people: a cookie of one must not reach another.
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": USER_AGENT},
        timeout=_TIMEOUT,
        trace_configs=list(traces),
    )


def proxy_for(url: URL) -> str | None:
    """Return the environment's proxy for an address, None where there is none.

    Used in place of aiohttp's `trust_env`, which also reads .netrc for each request, and refuses
    a request with a token to a host that .netrc has a login for.
    """
    # Both functions read the whole environment, a tenth of a millisecond for each request, so they
    # run only where a proxy may be. Systems other than Linux have settings of their own.
    name = f"{url.scheme}_proxy"
    if sys.platform == "linux" and name not in os.environ and name.upper() not in os.environ:
        return None
    proxy = getproxies().get(url.scheme)
    return None if proxy is None or proxy_bypass(url.host or "") else proxy


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Trust the system's authorities and, where given, those of one PEM file as well.

    Companies that inspect TLS exempt some hosts, so their own authority never stands alone.
    Raises OSError or ssl.SSLError for a file that cannot be used.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


# Reading the system's authorities takes 50 ms, so sessions share a context. aiohttp never changes
# one; urllib3 does, so `blocking_http` makes its own.
_trust_of_sessions = cache(trust)
