"""What is asked of hosts that may be slow, or not there at all."""

from collections.abc import Iterator
from functools import partial

from bot.config.settings import Settings
from bot.core.clock import Now
from bot.doctor.database import database_findings
from bot.doctor.examine import Probe
from bot.doctor.finding import Area, Finding, unknown
from bot.doctor.graph import graph_findings
from bot.doctor.listening import listening_findings
from bot.doctor.metadata import Signer, metadata_findings, signer_of_people, signer_of_teams
from bot.doctor.network import hosts_to_reach, network_findings
from bot.doctor.opening import Opened
from bot.doctor.scopes import scopes_of
from bot.doctor.sharepoint import sharepoint_findings
from bot.doctor.sign_in import Applicant, sign_in_findings
from bot.m365.registration import Secret

POSTGRES = "postgres"
# Metadata and keys, one after the other.
METADATA_SECONDS = 45.0
# An embedded database may have to recover from a crash first.
DATABASE_SECONDS = 60.0


def probes(settings: Settings, tools: Opened, now: Now) -> Iterator[Probe]:
    """Everything, to be looked at together."""
    hosts = hosts_to_reach(settings, tools.m365)
    yield Probe(Area.NETWORK, "hosts", partial(network_findings, tools.session, hosts, now))
    yield from _microsoft_365(tools)
    if tools.writer:
        scopes = tuple((f"{name}, to write", scope) for name, scope in scopes_of(tools.m365))
        yield _sign_in(tools.writer, "sign-in to write", scopes)
    if not settings.anonymous:
        wanted = (("the bot's answers in Teams", settings.bot_scope or settings.cloud.bot_scope),)
        yield _sign_in(tools.bot, "the bot's sign-in", wanted)
    yield _keys(tools, signer_of_teams(settings))
    if settings.sign_in and settings.tenant_id:
        yield _keys(tools, signer_of_people(settings))
    url = settings.database_url.get_secret_value() if settings.database_url else None
    look = partial(database_findings, url, settings.folder / POSTGRES)
    yield Probe(Area.DATABASE, "database", look, DATABASE_SECONDS)
    where = partial(listening_findings, tools.session, settings.host, settings.port)
    yield Probe(Area.BOT, "address", where)


def _microsoft_365(tools: Opened) -> Iterator[Probe]:
    m365, reader = tools.m365, tools.reader
    yield _sign_in(reader, "sign-in for Microsoft 365", tuple(scopes_of(m365)))
    if not reader.is_complete:
        return
    yield Probe(Area.GRAPH, "Microsoft Graph", partial(graph_findings, tools.http, m365.graph))
    if m365.geos is None:
        yield _not_asked(Area.SHAREPOINT, "hosts", "PHOTOBOT_SHAREPOINT_ROOT is not set")
    elif isinstance(m365.registration.credential, Secret):
        yield _not_asked(Area.SHAREPOINT, "hosts", "SharePoint takes no client secret")
    else:
        look = partial(sharepoint_findings, tools.http, m365.geos)
        yield Probe(Area.SHAREPOINT, "hosts", look)


def _keys(tools: Opened, signer: Signer) -> Probe:
    look = partial(metadata_findings, tools.session, signer)
    return Probe(signer.area, "metadata", look, METADATA_SECONDS)


def _sign_in(applicant: Applicant, name: str, wanted: tuple[tuple[str, str], ...]) -> Probe:
    if not applicant.is_complete:
        why = "its settings are not complete"
        return _not_asked(Area.SIGN_IN, name, why)
    return Probe(Area.SIGN_IN, name, partial(sign_in_findings, applicant, wanted))


def _not_asked(area: Area, name: str, why: str) -> Probe:
    async def look() -> tuple[Finding, ...]:
        return (unknown(area, name, f"not asked: {why}"),)

    return Probe(area, name, look)
