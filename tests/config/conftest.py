import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.config.problems import SettingsRefused
from bot.config.settings import Settings
from simulation.entra.certificates import write_certificate

GUID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
ANOTHER = GUID.replace("1", "2")
SECRET = "correct horse battery staple"
BOT = {"MicrosoftAppId": GUID, "MicrosoftAppTenantId": GUID, "MicrosoftAppPassword": SECRET}
Set = dict[str, str]
# Made anew for each run, so that no private key lies in the repository.
_FOLDER = TemporaryDirectory(prefix="photobot-settings-")
PEM = str(Path(_FOLDER.name) / "photobot.pem")
write_certificate("photobot", Path(PEM))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without any setting of Photobot's."""
    known = {str(field.alias).casefold() for field in Settings.model_fields.values()}
    for name in os.environ:
        if name.casefold() in known:
            monkeypatch.delenv(name)


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def put(environment: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        environment.setenv(name, value)


def refused(found: SettingsRefused) -> dict[str, str]:
    return {problem.setting: problem.remedy for problem in found.problems}
