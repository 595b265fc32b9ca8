"""What the demonstration sets."""

from pathlib import Path

import pytest

from bot.commands.demo import demo_settings
from bot.settings import Settings
from simulation.running import Simulation

ADDRESS = "http://127.0.0.1:4001"


def settings(tenant: Simulation, grant: str = "full") -> Settings:
    return demo_settings(tenant.describe(), ADDRESS, Path("demo"), grant)


@pytest.mark.parametrize(
    ("grant", "app", "signs_in"),
    [("full", "writer", False), ("read", "reader", True), ("none", "bot", True)],
)
def test_the_bot_gets_what_was_granted_and_people_sign_in_for_the_rest(
    tenant: Simulation, grant: str, app: str, signs_in: bool
) -> None:
    chosen = settings(tenant, grant)
    assert chosen.client_id == tenant.describe()["apps"][app]["client_id"]
    assert bool(chosen.certificate_file) is (grant != "none")
    assert (chosen.sign_in, chosen.public_url, chosen.port) == (signs_in, ADDRESS, 4001)


def test_the_database_and_the_people_of_a_real_bot_are_left_alone(
    tenant: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://production/photobot")
    monkeypatch.setenv("MicrosoftAppType", "UserAssignedMSI")
    monkeypatch.setenv("PHOTOBOT_HOST", "0.0.0.0")
    chosen = settings(tenant)
    assert (chosen.database_url, chosen.app_type, chosen.host) == (
        None,
        "SingleTenant",
        "127.0.0.1",
    )
