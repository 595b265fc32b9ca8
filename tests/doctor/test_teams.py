import pytest

from bot.config.settings import Settings
from bot.doctor.teams import teams_findings
from tests.doctor.findings import named, states

ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def found(**settings: str) -> dict[str, str]:
    return states(teams_findings(Settings.model_validate({"MicrosoftAppId": ID, **settings})))


def test_what_only_the_portal_shows_is_unknown_with_the_place_to_look() -> None:
    findings = list(teams_findings(Settings.model_validate({"MicrosoftAppId": ID})))
    for name in ("channels", "messaging endpoint", "supported account types"):
        finding = named(findings, name)
        assert finding.state == "unknown"
        assert finding.remedy.startswith("look at ")
    assert "Microsoft Teams alone" in named(findings, "channels").remedy


def test_the_application_id_and_type_are_shown() -> None:
    [what] = [
        finding.what
        for finding in teams_findings(Settings.model_validate({"MicrosoftAppId": ID}))
        if finding.name == "registration"
    ]
    assert what == f"application {ID}, SingleTenant"
    assert states(teams_findings(Settings()))["registration"] == "unknown"


@pytest.mark.parametrize(
    "hosts", ["smba.trafficmanager.net", "smba.trafficmanager.net, 127.0.0.1:3000"]
)
def test_the_clouds_hosts_and_this_machine_are_fine(hosts: str) -> None:
    assert found(PHOTOBOT_SERVICE_HOSTS=hosts)["service hosts"] == "fine"


@pytest.mark.parametrize(
    ("host", "state"),
    [
        ("smba.evil.example", "warning"),
        ("evil-smba.trafficmanager.net", "warning"),
        (".trafficmanager.net", "problem"),
        ("*.trafficmanager.net", "problem"),
        (".com", "problem"),
        ("teams.microsoft.com.evil.example", "warning"),
    ],
)
def test_foreign_service_hosts_are_reported(host: str, state: str) -> None:
    states = found(PHOTOBOT_SERVICE_HOSTS=f"smba.trafficmanager.net {host}")
    assert states[f"service host {host}"] == state
    assert "service hosts" not in states


def test_an_address_of_the_connector_that_may_not_be_written_to_is_a_problem() -> None:
    assert "PHOTOBOT_SERVICE_URL" not in found()
    usual = found(PHOTOBOT_SERVICE_URL="https://smba.trafficmanager.net/teams")
    assert "PHOTOBOT_SERVICE_URL" not in usual
    other = found(PHOTOBOT_SERVICE_URL="https://smba.example/teams")
    assert other["PHOTOBOT_SERVICE_URL"] == "problem"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "targeted messages, where Teams takes them"),
        ({"PHOTOBOT_TARGETED": "off"}, "the person's own chat, as PHOTOBOT_TARGETED says"),
        ({"PHOTOBOT_CLOUD": "gcch"}, "of the cloud gcch it is not known"),
    ],
)
def test_how_people_are_answered_where_others_read_is_said(
    settings: dict[str, str], words: str
) -> None:
    given = {"MicrosoftAppId": ID, **settings}
    findings = list(teams_findings(Settings.model_validate(given)))
    finding = named(findings, "answers in group chats and channels")
    assert finding.state == "fine"
    assert words in finding.what
