"""Single sign-on, by which people's own copies are written with their own rights."""

from collections.abc import Iterator

from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding, fine, unknown, warning
from bot.m365.permissions import (
    ADMIN_SHAREPOINT_SCOPES,
    REQUESTED_GRAPH_SCOPES,
    REQUESTED_SHAREPOINT_SCOPES,
)

APPLICATION = "Entra admin centre > App registrations > the bot"
# Teams on desktop and mobile, and Teams on the web: the same ids in every tenant.
TEAMS_CLIENTS = ("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346")
SEEN_AT_SIGN_IN = "it is seen when somebody signs in"


def single_sign_on_findings(settings: Settings) -> Iterator[Finding]:
    """Judge what the settings show, and say where to look for the rest in the portal."""
    if not settings.sign_in:
        what = "off (PHOTOBOT_SIGN_IN); with it Photobot can write people's copies as themselves"
        yield fine(Area.OWN_RIGHTS, "single sign-on", what)
        return
    yield fine(Area.OWN_RIGHTS, "single sign-on", "on")
    yield unknown(
        Area.OWN_RIGHTS,
        "API of the bot",
        SEEN_AT_SIGN_IN,
        f"look at {APPLICATION} > Expose an API: Application ID URI {settings.resource}, scope "
        f"access_as_user, authorized client applications {' and '.join(TEAMS_CLIENTS)}; "
        "and at Manifest: requestedAccessTokenVersion 2",
    )
    sharepoint = REQUESTED_SHAREPOINT_SCOPES + ADMIN_SHAREPOINT_SCOPES
    yield unknown(
        Area.OWN_RIGHTS,
        "consent",
        SEEN_AT_SIGN_IN,
        f"look at {APPLICATION} > API permissions, delegated: Microsoft Graph "
        f"{', '.join(REQUESTED_GRAPH_SCOPES)}; SharePoint {', '.join(sharepoint)}; "
        "each with admin consent",
    )
    name = "consent page"
    if settings.public_url:
        yield fine(Area.OWN_RIGHTS, name, "PHOTOBOT_PUBLIC_URL is set")
    else:
        remedy = "set PHOTOBOT_PUBLIC_URL to the bot's public https address, or grant admin consent"
        yield warning(Area.OWN_RIGHTS, name, "cannot be shown where consent is missing", remedy)
