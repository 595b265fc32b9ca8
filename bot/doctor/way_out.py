"""What stands between this machine and the services: the proxy, and who is trusted."""

import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.doctor.finding import Area, Finding, fine, problem
from bot.http.session import trust

SETTING = "PHOTOBOT_CA_FILE"


def usable_ca_file(file: Path | None) -> tuple[Path | None, Finding]:
    """The file if it can be used, and what is to be said of it."""
    if file is None:
        what = "not set: the authorities of this machine are trusted"
        return None, fine(Area.NETWORK, SETTING, what)
    try:
        trust(file)
    except (OSError, ssl.SSLError):
        remedy = "give a PEM file with the certificates of your company's authority"
        return None, problem(Area.NETWORK, SETTING, "holds no usable certificate", remedy)
    return file, fine(Area.NETWORK, SETTING, "trusted beside the authorities of this machine")


def proxy_findings(proxies: Mapping[str, str]) -> Iterator[Finding]:
    """The proxy of the environment, without the login that its address may hold."""
    address = proxies.get("https")
    if address is None:
        yield fine(Area.NETWORK, "proxy", "none (HTTPS_PROXY is not set)")
        return
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        place = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    except ValueError:
        place = None
    if place:
        yield fine(Area.NETWORK, "proxy", f"{place}, as HTTPS_PROXY says")
    else:
        remedy = "write it as http://proxy.contoso.com:8080"
        yield problem(Area.NETWORK, "proxy", "HTTPS_PROXY is not an address", remedy)
