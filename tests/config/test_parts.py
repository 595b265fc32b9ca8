from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.config.clouds import CLOUDS
from bot.config.settings import Settings
from bot.m365.geos import Geo
from bot.m365.registration import Certificate, ManagedIdentity, Secret
from bot.parts import bot_registration, channel_settings, links, m365_settings

APP, READER, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in (1, 2, 3))
BOT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "bot secret"}
THIS_FILE = Path(__file__)


def settings(**values: Any) -> Settings:
    return Settings.model_validate({**BOT, **values})


@pytest.mark.parametrize("name", CLOUDS)
def test_a_cloud_gives_every_address_over_https(name: str) -> None:
    chosen = settings(PHOTOBOT_CLOUD=name)
    channel, services, shown = channel_settings(chosen), m365_settings(chosen), links(chosen)
    for address in (services.graph, channel.openid_metadata, channel.issuer, channel.scope):
        assert urlsplit(address).scheme == "https"
    assert services.registration.authority == f"{CLOUDS[name].login}/{TENANT}"
    assert channel.allowed_service_hosts == CLOUDS[name].service_hosts
    assert (shown.my_account, shown.portal) == (CLOUDS[name].my_account, CLOUDS[name].portal)


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
    )
    channel = channel_settings(chosen)
    assert m365_settings(chosen).graph == "https://graph.example"
    assert bot_registration(chosen).authority == f"https://login.example/{TENANT}"
    assert channel.issuer == "https://issuer.example"
    assert channel.openid_metadata == "https://metadata.example"
    assert channel.scope == "https://scope.example/.default"
    assert channel.allowed_service_hosts == ("smba.example",)
    assert links(chosen).portal == "https://portal.example"


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


def test_the_other_sharepoint_hosts_are_named_after_the_root() -> None:
    chosen = m365_settings(settings(PHOTOBOT_SHAREPOINT_ROOT="https://contoso.sharepoint.us"))
    assert chosen.geos is not None
    assert chosen.geos.default == Geo(
        "https://contoso.sharepoint.us",
        "https://contoso-my.sharepoint.us",
        "https://contoso-admin.sharepoint.us",
    )


def test_sharepoint_hosts_with_names_of_their_own_are_taken_as_they_are() -> None:
    geo = {"root": "https://r.example", "my": "https://m.example", "admin": "https://a.example"}
    chosen = m365_settings(
        settings(
            PHOTOBOT_SHAREPOINT_ROOT="https://one.example",
            PHOTOBOT_SHAREPOINT_MY="https://two.example",
            PHOTOBOT_SHAREPOINT_ADMIN="https://three.example",
            PHOTOBOT_SHAREPOINT_GEOS=[geo],
        )
    )
    assert chosen.geos is not None
    assert chosen.geos.default == Geo(
        "https://one.example", "https://two.example", "https://three.example"
    )
    assert chosen.geos.others == (Geo(**geo),)


def test_without_a_sharepoint_root_there_is_no_sharepoint() -> None:
    assert m365_settings(settings()).geos is None


@pytest.mark.parametrize(
    ("proof", "credential"),
    [
        ({}, Secret("bot secret")),
        ({"PHOTOBOT_CERTIFICATE_FILE": THIS_FILE}, Secret("bot secret")),
        (
            {"MicrosoftAppPassword": None, "PHOTOBOT_CERTIFICATE_FILE": THIS_FILE},
            Certificate(THIS_FILE),
        ),
        ({"MicrosoftAppType": "UserAssignedMSI"}, ManagedIdentity(APP)),
    ],
)
def test_the_bot_proves_who_it_is_in_the_way_that_was_set(
    proof: dict[str, Any], credential: object
) -> None:
    registration = bot_registration(settings(**proof))
    assert (registration.client_id, registration.credential) == (APP, credential)


@pytest.mark.parametrize(
    ("proof", "client_id", "credential"),
    [
        ({}, APP, Secret("bot secret")),
        (
            {"PHOTOBOT_CLIENT_ID": READER, "PHOTOBOT_CLIENT_SECRET": "reader secret"},
            READER,
            Secret("reader secret"),
        ),
        (
            {
                "PHOTOBOT_CLIENT_ID": READER,
                "PHOTOBOT_CLIENT_SECRET": "reader secret",
                "PHOTOBOT_CERTIFICATE_FILE": THIS_FILE,
            },
            READER,
            Certificate(THIS_FILE),
        ),
    ],
)
def test_microsoft_365_is_asked_as_the_registration_that_was_set(
    proof: dict[str, Any], client_id: str, credential: object
) -> None:
    registration = m365_settings(settings(**proof)).registration
    assert (registration.client_id, registration.credential) == (client_id, credential)
