"""Requests to hosts that may answer anything or nothing, and explanations of their errors."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bot.http.session import proxy_for

_CHUNK = 64 * 1024
# What connecting and reading raise; SSLError and TimeoutError are OSErrors.
FETCH_ERRORS = (aiohttp.ClientError, OSError, ValueError)
CA_REMEDY = (
    "if your company inspects TLS, set PHOTOBOT_CA_FILE to a PEM file with the certificate of "
    "its authority"
)


@dataclass(frozen=True)
class Fetched:
    """A response; `whole` tells whether all of its body is here."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    whole: bool


@dataclass(frozen=True)
class Explanation:
    """What went wrong, and what to do about it."""

    what: str
    remedy: str


async def fetch(
    session: aiohttp.ClientSession, address: str, max_bytes: int = 0, *, direct: bool = False
) -> Fetched:
    """GET an address once, and stop reading its body after `max_bytes`; 0 reads none of it.

    Redirects are not followed, and `direct` bypasses the proxy. Raises FETCH_ERRORS.
    """
    url = URL(address)
    proxy = None if direct else proxy_for(url)
    async with session.get(url, allow_redirects=False, proxy=proxy) as response:
        body = bytearray()
        while len(body) <= max_bytes and max_bytes:
            chunk = await response.content.read(_CHUNK)
            if not chunk:
                break
            body += chunk
        # With `max_bytes` 0 nothing was read, and that counts as whole.
        whole = len(body) <= max_bytes
        return Fetched(response.status, response.headers, bytes(body), whole)


def host_of(address: str) -> str:
    """Return the host and port of an address, without credentials that may precede them."""
    return urlsplit(address).netloc.rpartition("@")[2]


def explain_error(error: Exception, host: str) -> Explanation:
    """Explain one of FETCH_ERRORS; the proxy's credentials are never repeated."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _untrusted(error.certificate_error, host)
    for kinds, what, remedy in _EXPLANATIONS:
        if isinstance(error, kinds):
            return Explanation(what, remedy.format(host=host))
    return Explanation(f"did not answer properly ({type(error).__name__})", "try again later")


def _untrusted(error: Exception, host: str) -> Explanation:
    reason = getattr(error, "verify_message", "") or "certificate not trusted"
    what = f"the certificate that {host} shows is refused: {reason}"
    if "hostname" in reason.lower() or "ip address" in reason.lower():
        return Explanation(what, "correct the address, or see who answers in its place")
    return Explanation(what, CA_REMEDY)


# The first that fits counts: some of these classes are subclasses of later ones.
_EXPLANATIONS: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    (
        (aiohttp.ClientSSLError, ssl.SSLError),
        "TLS fails",
        "see what answers there: openssl s_client -connect {host}",
    ),
    (
        (aiohttp.ClientConnectorDNSError,),
        "the name does not resolve",
        "correct the address, or this machine's DNS",
    ),
    (
        (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError),
        "the proxy does not let us through",
        "correct HTTPS_PROXY, allow {host} in the proxy, or name it in NO_PROXY",
    ),
    ((TimeoutError,), "no answer in time", "allow https to {host} in the firewall or proxy"),
    (
        (aiohttp.ClientConnectorError,),
        "cannot be reached",
        "allow https to {host} in the firewall, or set HTTPS_PROXY",
    ),
)
