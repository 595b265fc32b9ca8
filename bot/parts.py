"""From settings to what each part is told."""

from dataclasses import replace

from bot.config.settings import GeoAddresses, Settings
from bot.m365.geos import Geo, Geos
from bot.m365.registration import (
    AppRegistration,
    Certificate,
    Credential,
    ManagedIdentity,
    Secret,
)
from bot.m365.services import M365Settings
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


def bot_registration(settings: Settings) -> AppRegistration:
    """As which application the bot answers in Teams."""
    if settings.app_type == "UserAssignedMSI":
        credential: Credential = ManagedIdentity(settings.app_id)
    elif settings.certificate_file and not settings.app_password:
        credential = Certificate(settings.certificate_file)
    else:
        secret = settings.app_password.get_secret_value() if settings.app_password else ""
        credential = Secret(secret)
    return AppRegistration(settings.app_id or "", _authority(settings), credential)


def m365_settings(settings: Settings) -> M365Settings:
    """Where Graph and SharePoint are, and as which application they are asked."""
    return M365Settings(
        graph=settings.graph or settings.cloud.graph,
        geos=_geos(settings),
        registration=_m365_registration(settings),
        ca_file=settings.ca_file,
    )


def writer_settings(settings: Settings) -> M365Settings | None:
    """The same, as the application that may write; None where the one that reads does both."""
    if settings.writer_client_id is None:
        return None
    if settings.writer_certificate_file:
        credential: Credential = Certificate(settings.writer_certificate_file)
    else:
        credential = ManagedIdentity(settings.writer_client_id)
    registration = AppRegistration(settings.writer_client_id, _authority(settings), credential)
    return replace(m365_settings(settings), registration=registration)


def tenant_metadata(settings: Settings) -> str:
    """Address of the OpenID metadata of the tenant, which signs people's tokens."""
    return f"{_authority(settings)}/v2.0/.well-known/openid-configuration"


def expected_of_people(settings: Settings) -> Expected:
    """What the tokens of people must say: version 2 names the app by its id."""
    return Expected(
        issuer=f"{_authority(settings)}/v2.0",
        audiences=frozenset({settings.resource, settings.app_id or ""}),
        tenant_id=settings.tenant_id or "",
    )


def links(settings: Settings) -> Links:
    """Addresses that people are sent to."""
    geos = _geos(settings)
    return Links(
        my_account=settings.my_account or settings.cloud.my_account,
        portal=settings.portal or settings.cloud.portal,
        portal_name=settings.portal_name,
        about_sync=settings.about_sync,
        add_photo=settings.add_photo,
        one_drive=geos.default.my if geos else "",
        helpdesk=settings.helpdesk or "",
    )


def _geos(settings: Settings) -> Geos | None:
    if settings.sharepoint_root is None:
        return None
    others = tuple(_geo(each) for each in settings.sharepoint_geos)
    return Geos(_default_geo(settings, settings.sharepoint_root), others)


def _default_geo(settings: Settings, root: str) -> Geo:
    return Geo(
        root=root,
        my=settings.sharepoint_my or _beside(root, "-my"),
        admin=settings.sharepoint_admin or _beside(root, "-admin"),
    )


def _beside(root: str, part: str) -> str:
    """The host that Microsoft names after the root: contoso-my beside contoso."""
    tenant, dot, cloud = root.partition(".")
    return f"{tenant}{part}{dot}{cloud}"


def _geo(addresses: GeoAddresses) -> Geo:
    return Geo(addresses.root, addresses.my, addresses.admin)


def _m365_registration(settings: Settings) -> AppRegistration:
    client_id = settings.client_id or settings.app_id or ""
    return AppRegistration(client_id, _authority(settings), _m365_credential(settings))


def _m365_credential(settings: Settings) -> Credential:
    if settings.certificate_file:
        return Certificate(settings.certificate_file)
    if settings.client_secret:
        return Secret(settings.client_secret.get_secret_value())
    return bot_registration(settings).credential


def _authority(settings: Settings) -> str:
    return f"{settings.login or settings.cloud.login}/{settings.tenant_id}"
