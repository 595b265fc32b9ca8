"""The doctor: runs all probes at once, and puts their findings into a report."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from urllib.request import getproxies

from bot.config.settings import Settings
from bot.core.clock import Now
from bot.doctor.certificate import certificate_findings
from bot.doctor.clients import (
    CERTIFICATE,
    WRITER_CERTIFICATE,
    Clients,
    ConfiguredApp,
    open_clients,
)
from bot.doctor.database import database_findings
from bot.doctor.finding import Area, Finding, unknown
from bot.doctor.helpdesk import helpdesk_findings
from bot.doctor.m365 import graph_findings, sharepoint_findings
from bot.doctor.network import (
    foreign_host_findings,
    hosts_to_reach,
    network_findings,
    proxy_findings,
    usable_ca_file,
)
from bot.doctor.openid import (
    TokenIssuer,
    bot_framework_issuer,
    openid_findings,
    tenant_issuer,
)
from bot.doctor.pages import open_page_findings, page_findings
from bot.doctor.permissions import Granted, permission_findings, roles_or_none
from bot.doctor.pictures import PICTURES, picture_findings
from bot.doctor.reach import reach_findings
from bot.doctor.readiness import readiness_findings
from bot.doctor.report import Report
from bot.doctor.settings import link_findings, settings_findings, usable_settings
from bot.doctor.sign_in import (
    managed_identity_findings,
    scopes_of,
    secret_findings,
    sign_in_findings,
)
from bot.doctor.single_sign_on import single_sign_on_findings
from bot.doctor.teams import teams_findings
from bot.doctor.watch import watch_findings
from bot.m365.geos import default_scope
from bot.m365.memberships import GraphMemberships
from bot.m365.registration import Secret
from bot.m365.settings import M365Settings
from bot.texts.links import Links

PROBE_SECONDS = 25.0
# Metadata and keys are fetched one after the other.
OPENID_SECONDS = 45.0
# An embedded database may have to recover from a crash first.
DATABASE_SECONDS = 60.0
POSTGRES = "postgres"


@dataclass(frozen=True)
class Probe:
    """A look at something that may be slow or absent; a failure is reported under `name`."""

    area: Area
    name: str
    look: Callable[[], Awaitable[Iterable[Finding]]]
    seconds: float = PROBE_SECONDS


async def examine(environment: Mapping[str, str], now: Now) -> Report:
    """Look at everything that the settings in the environment name; nothing is changed."""
    settings, invalid = usable_settings()
    ca_file, trusted = usable_ca_file(settings.ca_file)
    writers = settings.writer_certificate_file
    findings = [
        *settings_findings(settings, invalid, environment),
        *link_findings(Links.of(settings, M365Settings.of(settings).one_drive)),
        trusted,
        *proxy_findings(getproxies()),
        *certificate_findings(CERTIFICATE, settings.certificate_file, now()),
        *(certificate_findings(WRITER_CERTIFICATE, writers, now()) if writers else ()),
        *teams_findings(settings),
        *single_sign_on_findings(settings),
        *page_findings(settings),
    ]
    async with open_clients(settings, ca_file) as clients:
        probed, reader, writer = await asyncio.gather(
            run_probes(probes(settings, clients, now)),
            _roles(clients.reader, clients.m365),
            _roles(clients.writer, clients.m365),
        )
        # By themselves: they judge by the roles, and the database of one host may have had to be
        # started.
        features = await run_probes(
            [
                _watch(settings, reader, now),
                _helpdesk(settings, clients, reader),
                _pictures(settings, clients, reader),
            ]
        )
    granted = reader.together_with(writer)
    complete = [app for app in clients.apps if app.is_complete]
    return Report(
        (
            *findings,
            *foreign_host_findings(settings, clients.m365),
            *managed_identity_findings(complete),
            *probed,
            *features,
            *secret_findings(complete),
            *permission_findings(granted),
        ),
        granted,
    )


async def _roles(app: ConfiguredApp | None, m365: M365Settings) -> Granted:
    """Read the roles of a registration; what writes may not be one of its own."""
    if app is None or not app.is_complete:
        return Granted(None, None)
    root = default_scope(m365.geos.default.root) if m365.geos else None
    graph = await roles_or_none(app.tokens, default_scope(m365.graph))
    return Granted(graph, await roles_or_none(app.tokens, root))


async def run_probes(probes: Iterable[Probe]) -> tuple[Finding, ...]:
    """Run all probes at once; return their findings in order. Never raises."""
    return tuple(chain.from_iterable(await asyncio.gather(*map(_run_probe, probes))))


async def _run_probe(probe: Probe) -> tuple[Finding, ...]:
    try:
        async with asyncio.timeout(probe.seconds):
            return tuple(await probe.look())
    except TimeoutError:
        return (unknown(probe.area, probe.name, f"no answer within {probe.seconds:g} seconds"),)
    except Exception as error:  # noqa: BLE001 - one broken probe must not hide the others
        # The type alone: an error's words may hold a secret.
        kind = type(error).__name__
        return (unknown(probe.area, probe.name, f"could not be looked at ({kind})"),)


def probes(settings: Settings, clients: Clients, now: Now) -> Iterator[Probe]:
    """Yield a probe for everything that is reached over the network."""
    hosts = hosts_to_reach(settings, clients.m365)
    yield Probe(Area.NETWORK, "hosts", partial(network_findings, clients.session, hosts, now))
    yield from _microsoft_365(clients)
    if clients.writer:
        scopes = tuple((f"{name}, to write", scope) for name, scope in scopes_of(clients.m365))
        yield _sign_in(clients.writer, "sign-in to write", scopes)
    if not settings.anonymous:
        wanted = (("the bot's answers in Teams", settings.bot_scope or settings.cloud.bot_scope),)
        yield _sign_in(clients.bot, "the bot's sign-in", wanted)
    if not settings.anonymous and clients.bot.is_complete:
        reach = partial(reach_findings, settings, clients)
        yield Probe(Area.TEAMS, "people without a chat", reach)
    yield _openid(clients, bot_framework_issuer(settings))
    if settings.sign_in and settings.tenant_id:
        yield _openid(clients, tenant_issuer(settings))
    look = partial(database_findings, _database_url(settings), settings.folder / POSTGRES)
    yield Probe(Area.DATABASE, "database", look, DATABASE_SECONDS)
    readiness = partial(readiness_findings, clients.session, settings.host, settings.port)
    yield Probe(Area.BOT, "address", readiness)
    pages = partial(open_page_findings, clients.session, settings.public_url)
    yield Probe(Area.BOT, "pages", pages)


def _watch(settings: Settings, reader: Granted, now: Now) -> Probe:
    url, folder = _database_url(settings), settings.folder / POSTGRES
    look = partial(watch_findings, settings, url, folder, reader, now)
    return Probe(Area.WATCH, "watch", look, DATABASE_SECONDS)


def _helpdesk(settings: Settings, clients: Clients, reader: Granted) -> Probe:
    memberships = GraphMemberships(clients.http, clients.m365.graph)
    look = partial(helpdesk_findings, settings, memberships, reader)
    return Probe(Area.HELPDESK, "agents", look)


def _pictures(settings: Settings, clients: Clients, reader: Granted) -> Probe:
    look = partial(picture_findings, clients.session, settings, reader)
    return Probe(Area.BOT, PICTURES, look)


def _database_url(settings: Settings) -> str | None:
    return settings.database_url.get_secret_value() if settings.database_url else None


def _microsoft_365(clients: Clients) -> Iterator[Probe]:
    m365, reader = clients.m365, clients.reader
    yield _sign_in(reader, "sign-in for Microsoft 365", tuple(scopes_of(m365)))
    if not reader.is_complete:
        return
    yield Probe(Area.GRAPH, "Microsoft Graph", partial(graph_findings, clients.http, m365.graph))
    if m365.geos is None:
        yield _not_asked(Area.SHAREPOINT, "hosts", "PHOTOBOT_SHAREPOINT_ROOT is not set")
    # docs/photo-sync.md, "App-only access": a certificate or a managed identity.
    elif isinstance(m365.registration.credential, Secret):
        yield _not_asked(Area.SHAREPOINT, "hosts", "SharePoint takes no client secret")
    else:
        look = partial(sharepoint_findings, clients.http, m365.geos)
        yield Probe(Area.SHAREPOINT, "hosts", look)


def _openid(clients: Clients, issuer: TokenIssuer) -> Probe:
    look = partial(openid_findings, clients.session, issuer)
    return Probe(issuer.area, "metadata", look, OPENID_SECONDS)


def _sign_in(app: ConfiguredApp, name: str, wanted: tuple[tuple[str, str], ...]) -> Probe:
    if not app.is_complete:
        return _not_asked(Area.SIGN_IN, name, "its settings are not complete")
    return Probe(Area.SIGN_IN, name, partial(sign_in_findings, app, wanted))


def _not_asked(area: Area, name: str, why: str) -> Probe:
    async def look() -> tuple[Finding, ...]:
        return (unknown(area, name, f"not asked: {why}"),)

    return Probe(area, name, look)
