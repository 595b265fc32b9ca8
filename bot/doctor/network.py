"""The network: names, TLS and reachability of every host, the proxy, and the clock."""

import asyncio
import ssl
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import aiohttp

from bot.config.settings import Settings
from bot.core.clock import Now
from bot.doctor.fetch import FETCH_ERRORS, explain_error, fetch, host_of
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.http.hosts import is_loopback
from bot.http.numbers import http_date
from bot.http.session import trust
from bot.m365.geos import Geos, origin
from bot.m365.settings import M365Settings

# The skew that validators of tokens tolerate, ours too (docs/teams.md, "Who is calling").
MAX_SKEW = timedelta(minutes=5)
# No token is refused yet, but a clock that drifts will get there.
NOTICEABLE_SKEW = timedelta(minutes=1)
CA_FILE = "PHOTOBOT_CA_FILE"
CLOCK = "clock"
SYNCHRONISE = "let this machine synchronise its clock (NTP), such as: timedatectl set-ntp true"

Reached = tuple[Finding, timedelta | None]


async def network_findings(
    session: aiohttp.ClientSession, hosts: Mapping[str, str], now: Now
) -> list[Finding]:
    """Reach each host, named by address, and compare their clocks with this machine's."""
    reached = await asyncio.gather(
        *(_reach(session, name, address, now) for address, name in hosts.items())
    )
    findings = [finding for finding, _ in reached]
    return [*findings, clock_finding(skew for _, skew in reached)]


async def _reach(session: aiohttp.ClientSession, name: str, address: str, now: Now) -> Reached:
    host = host_of(address)
    label = f"{name} ({host})"
    try:
        fetched = await fetch(session, address)
    except FETCH_ERRORS as error:
        found = explain_error(error, host)
        return fault(Area.NETWORK, label, found.what, found.remedy), None
    return fine(Area.NETWORK, label, "answers"), clock_skew(fetched.headers, now())


def hosts_to_reach(settings: Settings, m365: M365Settings) -> dict[str, str]:
    """Return what each outside host of the settings is for, by address, without patterns."""
    named = [
        ("login", settings.login or settings.cloud.login),
        ("Microsoft Graph", m365.graph),
        *_sharepoint(m365.geos),
        ("Bot Framework", settings.openid_metadata or settings.cloud.openid_metadata),
        *(
            ("service host", f"https://{host}")
            for host in settings.service_hosts or settings.cloud.service_hosts
            if not host.startswith((".", "*"))
        ),
    ]
    # A host that serves several purposes has the name of the first.
    by_origin = {origin(address): name for name, address in reversed(named)}
    return {address: by_origin[address] for _, each in named if (address := origin(each))}


def foreign_host_findings(settings: Settings, m365: M365Settings) -> Iterator[Finding]:
    """Warn of hosts outside the chosen cloud: tokens that are sent there leave it."""
    cloud = settings.cloud
    expected = (
        ("PHOTOBOT_LOGIN", settings.login, cloud.login),
        ("PHOTOBOT_GRAPH", settings.graph, cloud.graph),
        ("PHOTOBOT_OPENID_METADATA", settings.openid_metadata, cloud.openid_metadata),
    )
    named = [(name, address, _host(usual)) for name, address, usual in expected if address]
    for name, address in _sharepoint(m365.geos):
        named.append((f"{name} ({_host(address)})", address, cloud.sharepoint_suffix))
    what = f'names a host that is not of the cloud "{settings.cloud_name}"'
    remedy = "tokens go there: unset it, or set PHOTOBOT_CLOUD, unless the host is yours"
    for name, address, suffix in named:
        host = _host(address)
        if not is_loopback(host) and not host.endswith(suffix):
            yield warning(Area.NETWORK, name, what, remedy)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _sharepoint(geos: Geos | None) -> Iterator[tuple[str, str]]:
    for geo in geos.configured if geos else ():
        yield "SharePoint root", geo.root
        yield "SharePoint -my", geo.my
        yield "SharePoint -admin", geo.admin


def clock_skew(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how far this machine is ahead of a response's Date; None where it has none."""
    if "Age" in headers:
        # From a cache: its Date is rightly in the past.
        return None
    date = http_date(headers.get("Date", ""))
    return now - date if date else None


def clock_finding(skews: Iterable[timedelta | None]) -> Finding:
    """Judge this machine's clock by the median of several hosts: one of them may be wrong."""
    seconds = [each.total_seconds() for each in skews if each is not None]
    if not seconds:
        return unknown(Area.NETWORK, CLOCK, "no service told the time")
    skew = median(seconds)
    what = f"{abs(skew):.0f} seconds {'ahead of' if skew > 0 else 'behind'} the services"
    if abs(skew) > MAX_SKEW.total_seconds():
        return fault(Area.NETWORK, CLOCK, f"{what}: tokens are refused", SYNCHRONISE)
    if abs(skew) > NOTICEABLE_SKEW.total_seconds():
        return warning(Area.NETWORK, CLOCK, what, SYNCHRONISE)
    return fine(Area.NETWORK, CLOCK, "agrees with the services")


def usable_ca_file(file: Path | None) -> tuple[Path | None, Finding]:
    """Return the file of certificate authorities where it is usable, and a finding of it."""
    if file is None:
        what = "not set: the authorities of this machine are trusted"
        return None, fine(Area.NETWORK, CA_FILE, what)
    try:
        trust(file)
    except (OSError, ssl.SSLError):
        remedy = "give a PEM file with the certificates of your company's authority"
        return None, fault(Area.NETWORK, CA_FILE, "holds no usable certificate", remedy)
    return file, fine(Area.NETWORK, CA_FILE, "trusted beside the authorities of this machine")


def proxy_findings(proxies: Mapping[str, str]) -> Iterator[Finding]:
    """Name the environment's proxy, without the credentials that its address may hold."""
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
        yield fault(Area.NETWORK, "proxy", "HTTPS_PROXY is not an address", remedy)
