"""What single sign-on needs to be set, and what it does with it."""

import pytest

from bot.auth.person_token import ExpectedClaims, tenant_metadata
from bot.config.problems import SettingsRefused, read_settings_to_serve
from bot.config.settings import Settings

APP, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{number}" for number in (1, 2))
BOT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "secret"}
LOGIN = f"https://login.microsoftonline.com/{TENANT}"


def test_single_sign_on_is_off_by_default() -> None:
    assert not Settings.model_validate(BOT).sign_in


def test_single_sign_on_tokens_are_issued_by_the_tenant_for_the_bots_api() -> None:
    settings = Settings.model_validate(BOT)
    expected = ExpectedClaims.of(settings)
    assert settings.authority == LOGIN
    assert expected.issuer == f"{LOGIN}/v2.0"
    assert expected.tenant_id == TENANT
    assert expected.audiences == {f"api://botid-{APP}", APP}
    assert tenant_metadata(settings) == f"{LOGIN}/v2.0/.well-known/openid-configuration"


def test_the_application_id_uri_can_be_set() -> None:
    named = f"api://photobot.contoso.com/botid-{APP}"
    settings = Settings.model_validate({**BOT, "PHOTOBOT_SIGN_IN_RESOURCE": named})
    assert ExpectedClaims.of(settings).audiences == {named, APP}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({**BOT, "MicrosoftAppType": "UserAssignedMSI"}, "a managed identity can't act for people"),
        ({"PHOTOBOT_ANONYMOUS": "true"}, "nobody can be told apart"),
    ],
)
def test_single_sign_on_that_cannot_work_prevents_the_start(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], words: str
) -> None:
    for name, value in {**values, "PHOTOBOT_SIGN_IN": "true"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as refused:
        read_settings_to_serve()
    [problem] = [each for each in refused.value.problems if each.setting == "PHOTOBOT_SIGN_IN"]
    assert words in problem.remedy


def test_single_sign_on_that_can_work_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**BOT, "PHOTOBOT_SIGN_IN": "true"}.items():
        monkeypatch.setenv(name, value)
    assert read_settings_to_serve().sign_in
