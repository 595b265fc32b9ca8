"""The settings as Graph and SharePoint see them, and which addresses may get tokens."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.config.settings import Settings
from bot.m365.geos import Geo, Geos
from bot.m365.registration import AppRegistration, Certificate, ManagedIdentity, Secret
from bot.m365.settings import M365Settings, bot_registration

GRAPH = "https://graph.microsoft.com"
GEO = Geo(
    "https://contoso.sharepoint.com",
    "https://contoso-my.sharepoint.com",
    "https://contoso-admin.sharepoint.com",
)
APP, READER, WRITER, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in (1, 2, 3, 4))
BOT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "bot secret"}
WRITES = {"PHOTOBOT_CLIENT_ID": READER, "PHOTOBOT_WRITER_CLIENT_ID": WRITER}
THIS_FILE = Path(__file__)
SETTINGS = M365Settings(GRAPH, Geos(GEO), AppRegistration("app", "https://login.test", Secret("s")))


def settings(**values: Any) -> Settings:
    return Settings.model_validate({**BOT, **values})


@pytest.mark.parametrize("address", [GRAPH, GEO.root, GEO.my, GEO.admin])
def test_the_services_are_ours_with_any_path(address: str) -> None:
    assert SETTINGS.is_ours(address)
    assert SETTINGS.is_ours(f"{address}/.default")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "graph.microsoft.com",
        "http://graph.microsoft.com",
        "https://graph.microsoft.com:8443",
        "https://graph.microsoft.com.evil.example",
        "https://graph.microsoft.com@evil.example",
        "https://fabrikam-my.sharepoint.com",
        "http://contoso-my.sharepoint.com",
    ],
)
def test_other_addresses_are_not_ours(address: str) -> None:
    assert not SETTINGS.is_ours(address)


def test_without_geos_no_sharepoint_is_ours() -> None:
    assert not replace(SETTINGS, geos=None).is_ours(GEO.my)


def test_what_is_graph_too_is_not_sharepoints_alone() -> None:
    assert SETTINGS.is_only_sharepoint(GEO.my)
    assert not SETTINGS.is_only_sharepoint(GRAPH)
    assert not SETTINGS.is_only_sharepoint("https://evil.example")
    assert not replace(SETTINGS, graph=GEO.my).is_only_sharepoint(GEO.my)


def test_the_other_sharepoint_hosts_are_named_after_the_root() -> None:
    chosen = M365Settings.of(settings(PHOTOBOT_SHAREPOINT_ROOT="https://contoso.sharepoint.us"))
    assert chosen.geos is not None
    assert chosen.geos.default == Geo(
        "https://contoso.sharepoint.us",
        "https://contoso-my.sharepoint.us",
        "https://contoso-admin.sharepoint.us",
    )


def test_sharepoint_hosts_with_names_of_their_own_are_taken_as_they_are() -> None:
    geo = {"root": "https://r.example", "my": "https://m.example", "admin": "https://a.example"}
    chosen = M365Settings.of(
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
    assert M365Settings.of(settings()).geos is None


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
def test_the_bot_authenticates_with_the_credential_of_the_settings(
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
def test_microsoft_365_is_called_as_the_registration_of_the_settings(
    proof: dict[str, Any], client_id: str, credential: object
) -> None:
    registration = M365Settings.of(settings(**proof)).registration
    assert (registration.client_id, registration.credential) == (client_id, credential)


def test_without_a_second_registration_the_one_that_reads_writes_too() -> None:
    assert M365Settings.of_writer(settings()) is None


def test_the_writer_differs_from_the_reader_in_its_registration_only() -> None:
    chosen = settings(
        **WRITES,
        PHOTOBOT_WRITER_CERTIFICATE_FILE=THIS_FILE,
        PHOTOBOT_SHAREPOINT_ROOT="https://contoso.sharepoint.com",
    )
    reader, writer = M365Settings.of(chosen), M365Settings.of_writer(chosen)
    assert writer is not None
    assert writer.registration.client_id == WRITER
    assert writer.registration.credential == Certificate(THIS_FILE)
    assert (writer.graph, writer.geos, writer.ca_file) == (
        reader.graph,
        reader.geos,
        reader.ca_file,
    )
    assert writer.registration.authority == reader.registration.authority


def test_a_writer_without_a_certificate_is_an_identity_of_the_machine() -> None:
    chosen = M365Settings.of_writer(settings(**WRITES, MicrosoftAppType="UserAssignedMSI"))
    assert chosen is not None
    assert chosen.registration.credential == ManagedIdentity(WRITER)
