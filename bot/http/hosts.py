"""Loopback hosts, and the list of hosts that may be called."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address

from yarl import URL

# Labels that are valid in a host name.
_NAMES = re.compile(r"([a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}")


def is_loopback(host: str | None) -> bool:
    """Tell whether a host name or address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host or "")
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


def is_allowed(address: str, hosts: Iterable[str]) -> bool:
    """Tell whether an address is https (http on loopback only) and its host is on the list.

    A host on the list may carry a port; one that begins with a dot or `*.` allows subdomains.
    """
    # Parsed as the HTTP client parses it: two parsers that differ could be made to disagree.
    try:
        url = URL(address, encoded=True)
        host, port = (url.host or "").lower(), url.port
    except (ValueError, TypeError):
        return False
    # A base address has none of these; a user name is also a way to disguise the host.
    if not host or url.user is not None or url.raw_query_string or url.raw_fragment:
        return False
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(host)):
        return False
    return any(_covers(pattern.lower(), host, f"{host}:{port}") for pattern in hosts)


def _covers(pattern: str, host: str, authority: str) -> bool:
    if pattern.startswith((".", "*.")):
        ending = pattern.removeprefix("*")
        return host.endswith(ending) and bool(_NAMES.fullmatch(host.removesuffix(ending)))
    return pattern in (host, authority)
