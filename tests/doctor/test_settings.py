from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.config.settings import Settings
from bot.doctor.finding import Finding
from bot.doctor.settings import link_findings, settings_findings, usable_settings
from bot.texts.links import Links
from tests.doctor.findings import not_fine, states

ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
SECRET = "s3cr3t-that-nobody-may-read"
GOOD = {
    "MicrosoftAppId": ID,
    "MicrosoftAppPassword": SECRET,
    "MicrosoftAppTenantId": ID,
    "PHOTOBOT_SHAREPOINT_ROOT": "https://contoso.sharepoint.com",
}


def found(monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str]) -> list[Finding]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings, wrong = usable_settings()
    return list(settings_findings(settings, wrong, environment))


def test_each_good_setting_is_fine_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = found(monkeypatch, GOOD)
    assert not_fine(findings) == []
    assert list(states(findings)) == [*GOOD, "all others"]


def test_all_wrong_settings_are_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = found(
        monkeypatch,
        {
            "MicrosoftAppId": SECRET,
            "PHOTOBOT_PORT": "70000",
            "PHOTOBOT_CA_FILE": "/nowhere.pem",
            "PHOTOBOT_GRAPH": f"http://{SECRET}.example",
            "PHOTOBOT_SHAREPOINT_GEOS": '[{"root": "https://contosoeur.sharepoint.com"}]',
            "PHOTOBOT_SHAREPOINT_ROOT": "contoso",
        },
    )
    problems = [finding for finding in findings if finding.state == "problem"]
    assert {finding.name for finding in problems} == {
        "MicrosoftAppId",
        "MicrosoftAppPassword",
        "MicrosoftAppTenantId",
        "PHOTOBOT_CA_FILE",
        "PHOTOBOT_CERTIFICATE_FILE",
        "PHOTOBOT_CLIENT_ID",
        "PHOTOBOT_GRAPH",
        "PHOTOBOT_PORT",
        "PHOTOBOT_SHAREPOINT_GEOS.0.admin",
        "PHOTOBOT_SHAREPOINT_GEOS.0.my",
        "PHOTOBOT_SHAREPOINT_ROOT",
    }
    assert all(finding.remedy for finding in problems)
    assert SECRET not in str(findings)


def test_valid_settings_are_used_beside_invalid_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, {**GOOD, "PHOTOBOT_PORT": "70000"})
    settings, [wrong] = usable_settings()
    assert (settings.app_id, settings.port, wrong.setting) == (ID, 3978, "PHOTOBOT_PORT")


def test_no_value_is_disclosed(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://bot:{SECRET}@db/bot"
    findings = found(monkeypatch, {**GOOD, "DATABASE_URL": url, "PHOTOBOT_CLIENT_SECRET": SECRET})
    assert SECRET not in str(findings)


def test_a_misspelt_setting_is_reported_with_the_right_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    misspelt = {"PHOTOBOT_SHAREPONT_ROOT": "x", "MicrosoftAppSecret": SECRET, "PATH": "/bin"}
    findings = not_fine(found(monkeypatch, {**GOOD, **misspelt}))
    assert states(findings) == {
        "MicrosoftAppSecret": "warning",
        "PHOTOBOT_SHAREPONT_ROOT": "warning",
    }
    assert findings[1].remedy == "did you mean PHOTOBOT_SHAREPOINT_ROOT?"


@pytest.mark.parametrize("name", ["DATABASE_URI", "DATABSE_URL", "database_urls"])
def test_a_misspelt_address_of_the_database_is_reported(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    [finding] = not_fine(found(monkeypatch, {**GOOD, name: "postgresql://db/photobot"}))
    assert (finding.name, finding.state) == (name, "warning")
    assert finding.remedy == "did you mean DATABASE_URL?"


def test_a_misspelt_address_of_the_database_is_reported_beside_a_blank_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for blank in ("", " \r\n"):
        given = {**GOOD, "DATABASE_URL": blank, "DATABASE_URI": "postgresql://db/photobot"}
        [finding] = not_fine(found(monkeypatch, given))
        assert (finding.name, finding.remedy) == ("DATABASE_URI", "did you mean DATABASE_URL?")


def test_a_setting_of_blanks_alone_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    without = found(monkeypatch, GOOD)
    blanks = {"PHOTOBOT_CLOUD": " ", "PHOTOBOT_PUBLIC_URL": "\r\n", "DATABASE_URL": "\t"}
    assert found(monkeypatch, {**GOOD, **blanks}) == without


def test_what_another_program_calls_its_database_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others = {"DATABASE_NAME": "x", "DATABASE_URI": "x", "DATABASE_URL": "postgresql://db/x"}
    assert not_fine(found(monkeypatch, {**GOOD, **others})) == []
    assert not_fine(found(monkeypatch, {**GOOD, "DATABASE_NAME": "x"})) == []


def test_names_are_case_insensitive(monkeypatch: pytest.MonkeyPatch) -> None:
    lower = {name.lower(): value for name, value in GOOD.items()}
    assert not_fine(found(monkeypatch, lower)) == []


def test_a_missing_sharepoint_root_is_only_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    rest = {name: value for name, value in GOOD.items() if "SHAREPOINT" not in name}
    [finding] = not_fine(found(monkeypatch, rest))
    assert (finding.name, finding.state) == ("PHOTOBOT_SHAREPOINT_ROOT", "warning")


def test_an_anonymous_bot_is_a_warning_and_needs_no_identity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    findings = not_fine(found(monkeypatch, {"PHOTOBOT_ANONYMOUS": "true"}))
    assert {finding.state for finding in findings} == {"warning"}
    assert "PHOTOBOT_ANONYMOUS" in states(findings)


def test_an_anonymous_bot_on_every_interface_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    public = {"PHOTOBOT_ANONYMOUS": "true", "PHOTOBOT_HOST": "0.0.0.0"}
    problems = [each for each in found(monkeypatch, public) if each.state == "problem"]
    assert [finding.name for finding in problems] == ["PHOTOBOT_ANONYMOUS"]


def test_single_sign_on_without_an_identity_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    anonymous = {"PHOTOBOT_ANONYMOUS": "true", "PHOTOBOT_SIGN_IN": "true"}
    problems = [each for each in found(monkeypatch, anonymous) if each.state == "problem"]
    assert [finding.name for finding in problems] == ["PHOTOBOT_SIGN_IN"]


def test_a_folder_in_place_of_a_file_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    findings = found(monkeypatch, {**GOOD, "PHOTOBOT_CERTIFICATE_FILE": str(tmp_path)})
    assert states(not_fine(findings)) == {"PHOTOBOT_CERTIFICATE_FILE": "problem"}


def test_links_to_this_machine_are_a_warning() -> None:
    assert [each.state for each in link_findings(Links.of(Settings(), ""))] == ["fine"]
    local = Settings.model_validate({"PHOTOBOT_LINK_PORTAL": "http://127.0.0.1:8080/start"})
    [finding] = link_findings(Links.of(local, ""))
    assert (finding.name, finding.state) == ("PHOTOBOT_LINK_PORTAL", "warning")
