"""The addresses of each cloud, and the settings that override them."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.config.clouds import CLOUDS
from bot.config.settings import Settings
from bot.m365.settings import M365Settings, bot_registration
from bot.teams.settings import ChannelSettings
from bot.texts.links import Links

APP, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in (1, 2))
BOT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "bot secret"}


def settings(**values: Any) -> Settings:
    return Settings.model_validate({**BOT, **values})


def links(chosen: Settings) -> Links:
    return Links.of(chosen, M365Settings.of(chosen).one_drive)


@pytest.mark.parametrize("name", CLOUDS)
def test_a_cloud_gives_every_address_over_https(name: str) -> None:
    chosen = settings(PHOTOBOT_CLOUD=name)
    channel, services, shown = ChannelSettings.of(chosen), M365Settings.of(chosen), links(chosen)
    for address in (services.graph, channel.openid_metadata, channel.issuer, channel.scope):
        assert urlsplit(address).scheme == "https"
    assert services.registration.authority == f"{CLOUDS[name].login}/{TENANT}"
    assert channel.allowed_service_hosts == CLOUDS[name].service_hosts
    assert (shown.my_account, shown.portal) == (CLOUDS[name].my_account, CLOUDS[name].portal)
    assert shown.photobot == f"{CLOUDS[name].teams}/l/chat/0/0?users=28:{APP}"
    assert urlsplit(shown.photobot).scheme == "https"


def test_no_sovereign_cloud_trusts_the_public_ones_hosts() -> None:
    for name in ("gcch", "dod", "china"):
        assert not set(CLOUDS[name].service_hosts) & set(CLOUDS["public"].service_hosts)
        assert CLOUDS[name].issuer != CLOUDS["public"].issuer
        assert CLOUDS[name].login != CLOUDS["public"].login


def test_a_setting_wins_over_the_cloud() -> None:
    chosen = settings(
        PHOTOBOT_GRAPH="https://graph.example",
        PHOTOBOT_LOGIN="https://login.example",
        PHOTOBOT_ISSUER="https://issuer.example",
        PHOTOBOT_OPENID_METADATA="https://metadata.example",
        PHOTOBOT_BOT_SCOPE="https://scope.example/.default",
        PHOTOBOT_SERVICE_HOSTS="smba.example",
        PHOTOBOT_LINK_PORTAL="https://portal.example",
        PHOTOBOT_LINK_PHOTOBOT="https://teams.example/l/app/photobot?source=helpdesk",
    )
    channel = ChannelSettings.of(chosen)
    assert M365Settings.of(chosen).graph == "https://graph.example"
    assert bot_registration(chosen).authority == f"https://login.example/{TENANT}"
    assert channel.issuer == "https://issuer.example"
    assert channel.openid_metadata == "https://metadata.example"
    assert channel.scope == "https://scope.example/.default"
    assert channel.allowed_service_hosts == ("smba.example",)
    assert links(chosen).portal == "https://portal.example"
    assert links(chosen).photobot == "https://teams.example/l/app/photobot?source=helpdesk"


def test_people_are_told_of_the_portal_and_onedrive_by_what_the_settings_call_them() -> None:
    plain = links(settings())
    assert (plain.portal_name, plain.one_drive) == ("Microsoft 365 (Office.com)", "")
    told = links(
        settings(
            PHOTOBOT_PORTAL_NAME="the start page",
            PHOTOBOT_SHAREPOINT_ROOT="https://contoso.sharepoint.com",
        )
    )
    assert told.portal_name == "the start page"
    assert told.one_drive == "https://contoso-my.sharepoint.com"
