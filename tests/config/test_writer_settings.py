"""The settings of the second registration, which writes."""

from typing import Any

import pytest

from bot.config.problems import (
    SettingsRefused,
    read_settings_for_services,
    read_settings_to_serve,
)
from tests.config.conftest import PEM

APP, WRITER, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{n}" for n in (1, 2, 3))
BOT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "bot secret"}
PROOF = {"PHOTOBOT_WRITER_CERTIFICATE_FILE": PEM}
NAME = {"PHOTOBOT_WRITER_CLIENT_ID": WRITER}


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
def test_wrong_settings_of_the_writer_prevent_the_start(
    monkeypatch: pytest.MonkeyPatch, read: Any, values: dict[str, str], wrong: str
) -> None:
    for name, value in {**BOT, **values}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as found:
        read()
    assert [problem.setting for problem in found.value.problems] == [wrong]


@pytest.mark.parametrize("proof", [PROOF, {"MicrosoftAppType": "UserAssignedMSI"}])
def test_complete_settings_of_the_writer_are_accepted(
    monkeypatch: pytest.MonkeyPatch, proof: dict[str, str]
) -> None:
    for name, value in {**BOT, **NAME, **proof}.items():
        monkeypatch.setenv(name, value)
    assert read_settings_to_serve().writer_client_id == WRITER
    assert read_settings_for_services().writer_client_id == WRITER
