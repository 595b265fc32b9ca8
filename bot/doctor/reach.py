"""Reaching people without a chat: whether the bot may install its app, and whether it is found."""

from bot.config.settings import Settings
from bot.core.failures import FailureReason, ServiceFailure
from bot.doctor.clients import NO_RETRIES, Clients
from bot.doctor.finding import Area, Finding, fault, fine, unknown, warning
from bot.doctor.permissions import PLACE, roles_or_none
from bot.m365.geos import default_scope
from bot.m365.http import Http
from bot.m365.installer import NOT_IN_CATALOG, GraphInstaller
from bot.m365.permissions import (
    GRAPH_ROLES,
    INSTALL_AND_CONSENT,
    INSTALL_SELF,
    READ_CATALOG,
    of_roles,
)
from bot.photos.capabilities import Capability

CATALOG = "the app in the catalog"
SETTING = "PHOTOBOT_CATALOG_APP_ID"
BOT = "of the bot's own registration"
WHERE_THE_ID_IS = "Teams admin centre > Teams apps > Manage apps > Photobot > App ID"
UPLOAD = (
    "upload the app package in the Teams admin centre > Teams apps > Manage apps; the id in its "
    "manifest must be MicrosoftAppId"
)


async def reach_findings(settings: Settings, clients: Clients) -> list[Finding]:
    """Judge the permission of the bot's registration, and the app in the organisation's catalog."""
    roles = await roles_or_none(clients.bot.tokens, default_scope(clients.m365.graph))
    if roles is None:
        return [unknown(Area.TEAMS, INSTALL_SELF, "there is no token that would tell")]
    if Capability.INSTALL_FOR_PERSON not in of_roles(roles, GRAPH_ROLES):
        return [_not_granted(settings)]
    return [_granted(roles), await _catalog(settings, clients)]


def _not_granted(settings: Settings) -> Finding:
    if settings.watch == "off" and not settings.helpdesk_groups:
        what = f"not granted, and not needed without a watch or a helpdesk ({BOT})"
        return fine(Area.TEAMS, INSTALL_SELF, what)
    return warning(
        Area.TEAMS,
        INSTALL_SELF,
        "not granted: of people without a chat with the bot nobody is written to",
        f"if the bot is to install itself for them: {PLACE} {BOT} > Microsoft Graph > Application "
        f"permissions > {INSTALL_SELF}, then Grant admin consent",
    )


def _granted(roles: frozenset[str]) -> Finding:
    if INSTALL_AND_CONSENT in roles:
        what = (
            "granted: the bot can install itself for people whom it has to write to, with the "
            "consent that the package for a helpdesk asks for"
        )
        return fine(Area.TEAMS, INSTALL_AND_CONSENT, what)
    if INSTALL_SELF in roles:
        what = "granted: the bot can install itself for people whom it has to write to"
        return fine(Area.TEAMS, INSTALL_SELF, what)
    return warning(
        Area.TEAMS,
        INSTALL_SELF,
        "a permission is granted that lets the bot install every app for everybody",
        f"replace it {BOT} by {INSTALL_SELF}, with which it manages itself alone",
    )


async def _catalog(settings: Settings, clients: Clients) -> Finding:
    http = Http(clients.session, clients.bot.tokens, NO_RETRIES, allowed=clients.m365.is_ours)
    graph, catalog_id = clients.m365.graph, settings.catalog_app_id
    installer = GraphInstaller(http, clients.bot.tokens, graph, settings.app_id or "", catalog_id)
    try:
        found = await installer.find_in_catalog()
    except ServiceFailure as failure:
        return _not_found(catalog_id, failure)
    if catalog_id in (None, found):
        return fine(Area.TEAMS, CATALOG, f"found as {found}")
    remedy = f"set {SETTING} to {found}, or leave it out"
    return fault(Area.TEAMS, CATALOG, f"has another id than {SETTING}", remedy)


def _not_found(catalog_id: str | None, failure: ServiceFailure) -> Finding:
    if failure.code == NOT_IN_CATALOG:
        return fault(Area.TEAMS, CATALOG, "the organisation's catalog has no such app", UPLOAD)
    if failure.why is not FailureReason.NOT_PERMITTED:
        code = failure.code or failure.why.value
        return unknown(Area.TEAMS, CATALOG, f"the catalog can't be read now ({code})")
    if catalog_id:
        return fine(Area.TEAMS, CATALOG, f"taken from {SETTING}, and not compared")
    return fault(
        Area.TEAMS,
        CATALOG,
        "may not be looked up, so that nothing is installed",
        f"set {SETTING} ({WHERE_THE_ID_IS}), or grant {READ_CATALOG} {BOT}",
    )
