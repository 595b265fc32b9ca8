"""Single sign-on: what lets people's own copies be written with their own rights."""

from collections.abc import Iterator

from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding, fine, unknown, warning
from bot.m365.permissions import (
    ADMIN_SHAREPOINT_SCOPES,
    REQUESTED_GRAPH_SCOPES,
    REQUESTED_SHAREPOINT_SCOPES,
)

APPLICATION = "Entra admin centre > App registrations > the bot"
# Teams on phones and computers, and Teams in browsers: the same in every tenant.
TEAMS_CLIENTS = ("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346")


def own_rights_findings(settings: Settings) -> Iterator[Finding]:
    """From the settings alone."""
    if not settings.sign_in:
        what = "off (PHOTOBOT_SIGN_IN); with it I can write people's own copies as themselves"
        yield fine(Area.OWN_RIGHTS, "single sign-on", what)
        return
    yield fine(Area.OWN_RIGHTS, "single sign-on", "on")
    yield _api(settings)
    yield _consent()
    yield _page(settings)


def _api(settings: Settings) -> Finding:
    remedy = (
        f"look at {APPLICATION} > Expose an API: Application ID URI {settings.resource}, scope "
        f"access_as_user, authorized client applications {' and '.join(TEAMS_CLIENTS)}; "
        "and at Manifest: requestedAccessTokenVersion 2"
    )
    return unknown(Area.OWN_RIGHTS, "API of the bot", "it is seen when somebody signs in", remedy)


def _consent() -> Finding:
    sharepoint = REQUESTED_SHAREPOINT_SCOPES + ADMIN_SHAREPOINT_SCOPES
    remedy = (
        f"look at {APPLICATION} > API permissions, delegated: Microsoft Graph "
        f"{', '.join(REQUESTED_GRAPH_SCOPES)}; SharePoint {', '.join(sharepoint)}; "
        "each with admin consent"
    )
    return unknown(Area.OWN_RIGHTS, "consent", "it is seen when somebody signs in", remedy)


def _page(settings: Settings) -> Finding:
    name = "consent page"
    if settings.public_url:
        return fine(Area.OWN_RIGHTS, name, "PHOTOBOT_PUBLIC_URL is set")
    remedy = "set PHOTOBOT_PUBLIC_URL to the bot's public https address, or grant admin consent"
    return warning(Area.OWN_RIGHTS, name, "cannot be shown where consent is missing", remedy)
