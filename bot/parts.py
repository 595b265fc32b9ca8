"""From settings to what each part is told."""

from bot.config.settings import Settings
from bot.m365.settings import M365Settings, bot_registration
from bot.teams.person_token import Expected
from bot.teams.settings import ChannelSettings
from bot.texts.remedies import Links


def channel_settings(settings: Settings) -> ChannelSettings:
    """What the Teams side is told."""
    cloud = settings.cloud
    return ChannelSettings(
        app_id=settings.app_id or "",
        tenant_id=settings.tenant_id or "",
        issuer=settings.issuer or cloud.issuer,
        openid_metadata=settings.openid_metadata or cloud.openid_metadata,
        allowed_service_hosts=settings.service_hosts or cloud.service_hosts,
        scope=settings.bot_scope or cloud.bot_scope,
        anonymous=settings.anonymous,
    )


def tenant_metadata(settings: Settings) -> str:
    """Address of the OpenID metadata of the tenant, which signs people's tokens."""
    return f"{bot_registration(settings).authority}/v2.0/.well-known/openid-configuration"


def expected_of_people(settings: Settings) -> Expected:
    """What the tokens of people must say: version 2 names the app by its id."""
    return Expected(
        issuer=f"{bot_registration(settings).authority}/v2.0",
        audiences=frozenset({settings.resource, settings.app_id or ""}),
        tenant_id=settings.tenant_id or "",
    )


def links(settings: Settings) -> Links:
    """Addresses that people are sent to."""
    geos = M365Settings.of(settings).geos
    return Links(
        my_account=settings.my_account or settings.cloud.my_account,
        portal=settings.portal or settings.cloud.portal,
        portal_name=settings.portal_name,
        about_sync=settings.about_sync,
        add_photo=settings.add_photo,
        one_drive=geos.default.my if geos else "",
        helpdesk=settings.helpdesk or "",
    )
