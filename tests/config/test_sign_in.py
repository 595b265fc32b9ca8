"""What single sign-on needs to be set, and what it does with it."""

import pytest

from bot.config.problems import SettingsRefused, read_settings_to_serve
from bot.config.settings import Settings
from bot.parts import expected_of_people, tenant_metadata

APP, TENANT = (f"1b4e28ba-2fa1-41d2-883f-00000000000{number}" for number in (1, 2))
BOT = {"MicrosoftAppId": APP, "MicrosoftAppTenantId": TENANT, "MicrosoftAppPassword": "secret"}
LOGIN = f"https://login.microsoftonline.com/{TENANT}"


def test_nobody_is_asked_to_sign_in_unless_it_is_switched_on() -> None:
    assert not Settings.model_validate(BOT).sign_in


def test_tokens_of_people_are_the_tenants_and_for_the_bots_own_api() -> None:
    settings = Settings.model_validate(BOT)
    expected = expected_of_people(settings)
    assert expected.issuer == f"{LOGIN}/v2.0"
    assert expected.audiences == {f"api://botid-{APP}", APP}
    assert tenant_metadata(settings) == f"{LOGIN}/v2.0/.well-known/openid-configuration"


def test_the_name_of_the_api_can_be_another_one() -> None:
    named = f"api://photobot.contoso.com/botid-{APP}"
    settings = Settings.model_validate({**BOT, "PHOTOBOT_SIGN_IN_RESOURCE": named})
    assert expected_of_people(settings).audiences == {named, APP}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({**BOT, "MicrosoftAppType": "UserAssignedMSI"}, "a managed identity can't act for people"),
        ({"PHOTOBOT_ANONYMOUS": "true"}, "nobody can be told apart"),
    ],
)
def test_where_it_can_not_work_the_start_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], words: str
) -> None:
    for name, value in {**values, "PHOTOBOT_SIGN_IN": "true"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as refused:
        read_settings_to_serve()
    [problem] = [each for each in refused.value.problems if each.setting == "PHOTOBOT_SIGN_IN"]
    assert words in problem.remedy


def test_where_it_can_work_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**BOT, "PHOTOBOT_SIGN_IN": "true"}.items():
        monkeypatch.setenv(name, value)
    assert read_settings_to_serve().sign_in
