"""Which addresses the bot trusts enough to call."""

from collections.abc import Iterable

from yarl import URL

from bot.loopback import is_loopback


def is_allowed(address: str, hosts: Iterable[str]) -> bool:
    """Whether an address is https (http on loopback only) and its host is on the list."""
    # The client's own parser decides, so that no second reading of the address can differ.
    try:
        url = URL(address)
        authority = f"{url.host}:{url.port}"
    except (ValueError, TypeError):
        return False
    if url.host is None or url.user is not None or url.query_string or url.fragment:
        return False
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        return False
    return any(_covers(pattern.lower(), url.host, authority) for pattern in hosts)


def _covers(pattern: str, host: str, authority: str) -> bool:
    if pattern.startswith((".", "*.")):
        return host.endswith(pattern.removeprefix("*"))
    return pattern in (host, authority)
