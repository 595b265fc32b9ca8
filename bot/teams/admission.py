"""Which activities of a proven caller are let in."""

from bot.http.hosts import is_allowed
from bot.http.jwt import Caller
from bot.http.problem import Refusal
from bot.teams.incoming import Incoming
from bot.teams.settings import ChannelSettings

CHANNEL = "msteams"


def admit(activity: Incoming, caller: Caller | None, settings: ChannelSettings) -> None:
    """Let Teams' activities of our tenant in; raises Refusal 403. No caller: anonymous use."""
    if activity.channel_id != CHANNEL:
        raise Refusal(403, "wrong_channel", "Only Microsoft Teams is served.")
    if caller is not None:
        _match(activity, caller)
    if not is_allowed(activity.service_url, settings.allowed_service_hosts):
        raise Refusal(403, "service_url_not_allowed", "The service URL is not on the list.")
    if activity.tenants != {settings.tenant_id.lower()}:
        raise Refusal(403, "wrong_tenant", "Only the bot's own tenant is served.")


def _match(activity: Incoming, caller: Caller) -> None:
    if CHANNEL not in caller.endorsements:
        raise Refusal(403, "not_endorsed", "The signing key is not endorsed for this channel.")
    if caller.service_url != activity.service_url:
        raise Refusal(403, "service_url_mismatch", "The service URL is not the token's.")
