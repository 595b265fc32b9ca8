"""Asks a host that may answer anything, or nothing, and names what goes wrong."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bot.http.session import proxy_for

_CHUNK = 64 * 1024
# What connecting and reading raise; SSLError and TimeoutError are OSErrors.
FAILURES = (aiohttp.ClientError, OSError, ValueError)
CA_REMEDY = (
    "if your company inspects TLS, set PHOTOBOT_CA_FILE to a PEM file with the certificate of "
    "its authority"
)


@dataclass(frozen=True)
class Fetched:
    """An answer; of the body no more than was asked for, `whole` where that was all of it."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    whole: bool


@dataclass(frozen=True)
class Trouble:
    """Why a host was not reached, and what to do."""

    what: str
    remedy: str


async def fetch(
    session: aiohttp.ClientSession, address: str, most_bytes: int = 0, *, direct: bool = False
) -> Fetched:
    """Ask once, without following redirects; `direct` is past the proxy. Raises FAILURES."""
    url = URL(address)
    proxy = None if direct else proxy_for(url)
    async with session.get(url, allow_redirects=False, proxy=proxy) as response:
        body = bytearray()
        while len(body) <= most_bytes and most_bytes:
            chunk = await response.content.read(_CHUNK)
            if not chunk:
                break
            body += chunk
        whole = len(body) <= most_bytes
        return Fetched(response.status, response.headers, bytes(body), whole)


def host_of(address: str) -> str:
    """The host and port of an address, without the login that may stand before them."""
    return urlsplit(address).netloc.rpartition("@")[2]


def trouble(error: Exception, host: str) -> Trouble:
    """Name what went wrong on the way to a host; nothing of a proxy's login is told."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _untrusted(error.certificate_error, host)
    for kinds, what, remedy in _TROUBLES:
        if isinstance(error, kinds):
            return Trouble(what, remedy.format(host=host))
    return Trouble(f"did not answer properly ({type(error).__name__})", "try again later")


def _untrusted(error: Exception, host: str) -> Trouble:
    reason = getattr(error, "verify_message", "") or "certificate not trusted"
    what = f"the certificate that {host} shows is refused: {reason}"
    if "hostname" in reason.lower() or "ip address" in reason.lower():
        return Trouble(what, "correct the address, or see who answers in its place")
    return Trouble(what, CA_REMEDY)


# The first that fits: the kinds are each other's children.
_TROUBLES: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
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
