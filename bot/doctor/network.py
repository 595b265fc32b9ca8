"""Whether every host answers: names, TLS, proxy, and what time it is there."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp

from bot.config.settings import Settings
from bot.core.clock import Now
from bot.doctor.clock import ahead, clock_finding
from bot.doctor.fetch import FAILURES, fetch, host_of, trouble
from bot.doctor.finding import Area, Finding, fine, problem, warning
from bot.http.hosts import is_loopback
from bot.m365.geos import Geos, origin
from bot.m365.settings import M365Settings

Reached = tuple[Finding, timedelta | None]


async def network_findings(
    session: aiohttp.ClientSession, hosts: Mapping[str, str], now: Now
) -> list[Finding]:
    """One finding for each host, and one for the clock; `hosts` are names by address."""
    reached = await asyncio.gather(
        *(_reach(session, name, address, now) for address, name in hosts.items())
    )
    findings = [finding for finding, _ in reached]
    return [*findings, clock_finding(difference for _, difference in reached)]


async def _reach(session: aiohttp.ClientSession, name: str, address: str, now: Now) -> Reached:
    host = host_of(address)
    label = f"{name} ({host})"
    try:
        fetched = await fetch(session, address)
    except FAILURES as error:
        found = trouble(error, host)
        return problem(Area.NETWORK, label, found.what, found.remedy), None
    return fine(Area.NETWORK, label, "answers"), ahead(fetched.headers, now())


def hosts_to_reach(settings: Settings, m365: M365Settings) -> dict[str, str]:
    """Every outside host that the settings name once, by what it is; patterns are left out."""
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
    by_origin = {origin(address): name for name, address in reversed(named)}
    return {address: by_origin[address] for _, each in named if (address := origin(each))}


def strange_hosts(settings: Settings, m365: M365Settings) -> Iterator[Finding]:
    """Hosts that are not of the chosen cloud: what is sent there, tokens too, leaves it."""
    cloud, geos = settings.cloud, m365.geos
    expected = (
        ("PHOTOBOT_LOGIN", settings.login, cloud.login),
        ("PHOTOBOT_GRAPH", settings.graph, cloud.graph),
        ("PHOTOBOT_OPENID_METADATA", settings.openid_metadata, cloud.openid_metadata),
    )
    for name, address, usual in expected:
        if address and _is_strange(address, _host(usual)):
            yield _strange(name, settings)
    for name, address in _sharepoint(geos):
        if _is_strange(address, cloud.sharepoint_suffix):
            yield _strange(f"{name} ({_host(address)})", settings)


def _strange(name: str, settings: Settings) -> Finding:
    what = f'names a host that is not of the cloud "{settings.cloud_name}"'
    remedy = "tokens go there: unset it, or set PHOTOBOT_CLOUD, unless the host is yours"
    return warning(Area.NETWORK, name, what, remedy)


def _is_strange(address: str, ending: str) -> bool:
    host = _host(address)
    return not is_loopback(host) and not host.endswith(ending)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _sharepoint(geos: Geos | None) -> Iterator[tuple[str, str]]:
    for geo in geos.configured if geos else ():
        yield "SharePoint root", geo.root
        yield "SharePoint -my", geo.my
        yield "SharePoint -admin", geo.admin
