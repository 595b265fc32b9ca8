"""Everything that the doctor looks at, put together."""

import asyncio
from collections.abc import Iterable, Mapping
from urllib.request import getproxies

from bot.config.settings import Settings
from bot.core.clock import Now
from bot.doctor.certificate import certificate_findings
from bot.doctor.environment import settings_findings, usable_settings
from bot.doctor.examine import examine
from bot.doctor.finding import Finding
from bot.doctor.grants import Granted
from bot.doctor.links import link_findings
from bot.doctor.network import strange_hosts
from bot.doctor.opening import CERTIFICATE, WRITER_CERTIFICATE, Opened, opened
from bot.doctor.own_rights import own_rights_findings
from bot.doctor.permissions import permission_findings, roles_or_none
from bot.doctor.probes import probes
from bot.doctor.report import Report
from bot.doctor.sign_in import Applicant, managed_identity_findings, secret_findings
from bot.doctor.teams import teams_findings
from bot.doctor.way_out import proxy_findings, usable_ca_file
from bot.m365.geos import default_scope
from bot.m365.settings import M365Settings
from bot.parts import links


async def diagnose(environment: Mapping[str, str], now: Now) -> Report:
    """Look at all that the environment's settings name; nothing is changed."""
    settings, of_wrong_kind = usable_settings()
    ca_file, trusted = usable_ca_file(settings.ca_file)
    findings = [
        *settings_findings(settings, of_wrong_kind, environment),
        *link_findings(links(settings)),
        trusted,
        *proxy_findings(getproxies()),
        *certificate_findings(CERTIFICATE, settings.certificate_file, now()),
        *_writers_certificate(settings, now),
        *teams_findings(settings),
        *own_rights_findings(settings),
    ]
    async with opened(settings, ca_file) as tools:
        found, granted = await _ask(settings, tools, now)
    return Report((*findings, *found, *permission_findings(granted)), granted)


async def _ask(settings: Settings, tools: Opened, now: Now) -> tuple[list[Finding], Granted]:
    found, granted = await asyncio.gather(examine(probes(settings, tools, now)), _granted(tools))
    strange = strange_hosts(settings, tools.m365)
    complete = [each for each in tools.applicants if each.is_complete]
    first = [*strange, *managed_identity_findings(complete)]
    return [*first, *found, *secret_findings(complete)], granted


async def _granted(tools: Opened) -> Granted:
    """The roles of whoever reads, and of whoever writes."""
    reader = await _roles(tools.reader, tools.m365)
    return reader.together_with(await _roles(tools.writer, tools.m365)) if tools.writer else reader


async def _roles(applicant: Applicant, m365: M365Settings) -> Granted:
    if not applicant.is_complete:
        return Granted(None, None)
    tokens, geos = applicant.tokens, m365.geos
    root = default_scope(geos.default.root) if geos else None
    graph = await roles_or_none(tokens, default_scope(m365.graph))
    return Granted(graph, await roles_or_none(tokens, root))


def _writers_certificate(settings: Settings, now: Now) -> Iterable[Finding]:
    file = settings.writer_certificate_file
    return certificate_findings(WRITER_CERTIFICATE, file, now()) if file else ()
