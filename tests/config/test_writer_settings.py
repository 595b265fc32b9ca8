"""The second registration, which writes."""

from pathlib import Path
from typing import Any

import pytest

from bot.config.problems import (
    SettingsRefused,
    read_settings_for_services,
    read_settings_to_serve,
)
from bot.config.settings import Settings
from bot.m365.registration import Certificate, ManagedIdentity
from bot.parts import m365_settings, writer_settings
from tests.config.conftest import PEM

APP, READER, WRITER, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in (1, 2, 3, 4))
BOT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "bot secret"}
PROOF = {"PHOTOBOT_WRITER_CERTIFICATE_FILE": PEM}
NAME = {"PHOTOBOT_WRITER_CLIENT_ID": WRITER}


def settings(**values: Any) -> Settings:
    return Settings.model_validate({**BOT, "PHOTOBOT_CLIENT_ID": READER, **values})


def test_without_a_second_registration_the_one_that_reads_writes_too() -> None:
    assert writer_settings(settings()) is None


def test_the_writer_differs_from_the_reader_in_who_it_is_alone() -> None:
    chosen = settings(**NAME, **PROOF, PHOTOBOT_SHAREPOINT_ROOT="https://contoso.sharepoint.com")
    reader, writer = m365_settings(chosen), writer_settings(chosen)
    assert writer is not None
    assert writer.registration.client_id == WRITER
    assert writer.registration.credential == Certificate(Path(PEM))
    assert (writer.graph, writer.geos, writer.ca_file) == (
        reader.graph,
        reader.geos,
        reader.ca_file,
    )
    assert writer.registration.authority == reader.registration.authority


def test_a_writer_without_a_certificate_is_an_identity_of_the_machine() -> None:
    chosen = writer_settings(settings(**NAME, MicrosoftAppType="UserAssignedMSI"))
    assert chosen is not None
    assert chosen.registration.credential == ManagedIdentity(WRITER)


@pytest.mark.parametrize("read", [read_settings_to_serve, read_settings_for_services])
@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (PROOF, "PHOTOBOT_WRITER_CLIENT_ID"),
        (NAME, "PHOTOBOT_WRITER_CERTIFICATE_FILE"),
        ({"PHOTOBOT_WRITER_CLIENT_ID": APP, **PROOF}, "PHOTOBOT_WRITER_CLIENT_ID"),
        ({"PHOTOBOT_WRITER_CLIENT_ID": "writer", **PROOF}, "PHOTOBOT_WRITER_CLIENT_ID"),
        (
            {**NAME, "PHOTOBOT_WRITER_CERTIFICATE_FILE": "/no/such/file"},
            "PHOTOBOT_WRITER_CERTIFICATE_FILE",
        ),
    ],
)
def test_what_is_wrong_with_the_writer_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, read: Any, values: dict[str, str], wrong: str
) -> None:
    for name, value in {**BOT, **values}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as found:
        read()
    assert [problem.setting for problem in found.value.problems] == [wrong]


@pytest.mark.parametrize("proof", [PROOF, {"MicrosoftAppType": "UserAssignedMSI"}])
def test_a_whole_writer_starts(monkeypatch: pytest.MonkeyPatch, proof: dict[str, str]) -> None:
    for name, value in {**BOT, **NAME, **proof}.items():
        monkeypatch.setenv(name, value)
    assert read_settings_to_serve().writer_client_id == WRITER
    assert read_settings_for_services().writer_client_id == WRITER
