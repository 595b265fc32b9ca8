from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config.clouds import CLOUDS
from bot.config.problems import (
    SettingsRefused,
    read_settings,
    read_settings_for_services,
    read_settings_to_serve,
)
from bot.config.settings import Settings
from tests.config.conftest import ANOTHER, GUID, PEM, SECRET, Set, put, refused


def test_a_wrong_address_in_the_list_of_geos_is_named_with_its_index(
    setting: pytest.MonkeyPatch,
) -> None:
    put(setting, PHOTOBOT_SHAREPOINT_GEOS='[{"root": "https://a.example", "my": "here"}]')
    with pytest.raises(SettingsRefused) as found:
        read_settings()
    assert set(refused(found.value)) == {
        "PHOTOBOT_SHAREPOINT_GEOS.0.my",
        "PHOTOBOT_SHAREPOINT_GEOS.0.admin",
    }


def test_all_wrong_settings_are_named_at_once(setting: pytest.MonkeyPatch) -> None:
    put(setting, PHOTOBOT_PORT="x", PHOTOBOT_CLOUD="y", MicrosoftAppId="z")
    with pytest.raises(SettingsRefused) as found:
        read_settings()
    assert set(refused(found.value)) == {"PHOTOBOT_PORT", "PHOTOBOT_CLOUD", "MicrosoftAppId"}


def test_a_secret_in_the_wrong_setting_is_not_repeated(
    setting: pytest.MonkeyPatch,
) -> None:
    put(setting, MicrosoftAppId=SECRET, PHOTOBOT_PORT=SECRET, PHOTOBOT_SHAREPOINT_GEOS=SECRET)
    with pytest.raises(SettingsRefused) as found:
        read_settings()
    assert SECRET not in str(found.value) + repr(found.value)
    assert found.value.__cause__ is None


def test_pydantics_own_error_repeats_no_value(setting: pytest.MonkeyPatch) -> None:
    put(setting, PHOTOBOT_PORT=SECRET)
    with pytest.raises(ValidationError) as found:
        Settings()
    assert SECRET not in str(found.value)


def test_no_secret_is_in_the_repr_of_settings(setting: pytest.MonkeyPatch) -> None:
    put(
        setting,
        MicrosoftAppPassword=SECRET,
        PHOTOBOT_CLIENT_SECRET=SECRET,
        DATABASE_URL=f"postgresql://photobot:{SECRET}@db/photobot",
    )
    settings = read_settings()
    for written in (repr(settings), str(settings), settings.model_dump_json()):
        assert SECRET not in written
    assert settings.app_password is not None
    assert settings.app_password.get_secret_value() == SECRET


@pytest.mark.parametrize("name", ["MicrosoftAppId", "MICROSOFTAPPID", "microsoftappid"])
def test_names_of_settings_are_case_insensitive(setting: pytest.MonkeyPatch, name: str) -> None:
    put(setting, **{name: GUID.upper()})
    assert read_settings().app_id == GUID


@pytest.mark.parametrize("end", [" ", "\r", "\r\n", "\t"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MicrosoftAppType", "UserAssignedMSI"),
        ("PHOTOBOT_CLOUD", "gcch"),
        ("PHOTOBOT_LOOK_AGAIN_AFTER", "P1D"),
        ("PHOTOBOT_PICTURES", "https"),
        ("PHOTOBOT_PORT", "8080"),
        ("PHOTOBOT_SHAREPOINT_ROOT", "https://contoso.sharepoint.com/"),
        ("PHOTOBOT_SIGN_IN", "true"),
        ("PHOTOBOT_TARGETED", "off"),
        ("PHOTOBOT_TIME_ZONE", "Asia/Taipei"),
        ("PHOTOBOT_WATCH", "on"),
        ("PHOTOBOT_WATCH_DAYS", "mon-fri"),
        ("PHOTOBOT_WATCH_EVERY", "01:00:00"),
        ("PHOTOBOT_WATCH_HOURS", "09:00-17:00"),
        ("PHOTOBOT_WATCH_POLICY", "sync_quietly"),
        ("DATABASE_URL", "postgresql://photobot@db/photobot"),
    ],
)
def test_a_value_of_any_type_may_end_in_white_space(
    setting: pytest.MonkeyPatch, name: str, value: str, end: str
) -> None:
    put(setting, **{name: value})
    without = read_settings()
    assert without.model_fields_set
    put(setting, **{name: f" {value}{end}"})
    assert read_settings() == without


def test_a_host_may_stand_for_all_that_end_so(setting: pytest.MonkeyPatch) -> None:
    put(setting, PHOTOBOT_SERVICE_HOSTS="*.teams.microsoft.com .botframework.com")
    assert read_settings().service_hosts == ("*.teams.microsoft.com", ".botframework.com")


def test_a_value_of_blanks_alone_is_as_good_as_none(setting: pytest.MonkeyPatch) -> None:
    put(setting, PHOTOBOT_WATCH=" ", PHOTOBOT_PORT="\r", DATABASE_URL="  ")
    assert read_settings() == Settings.model_validate({})
    assert read_settings().database_url is None


def test_white_space_around_a_value_is_stripped(setting: pytest.MonkeyPatch) -> None:
    put(setting, MicrosoftAppId=f" {GUID}", MicrosoftAppPassword=f"{SECRET}\n")
    put(setting, PHOTOBOT_GRAPH="https://graph.example/ ")
    settings = read_settings()
    assert settings.app_password is not None
    assert settings.app_password.get_secret_value() == SECRET
    assert (settings.app_id, settings.graph) == (GUID, "https://graph.example")


def test_an_empty_value_counts_as_unset(setting: pytest.MonkeyPatch) -> None:
    put(setting, PHOTOBOT_PORT="", MicrosoftAppId="")
    settings = read_settings()
    assert (settings.port, settings.app_id) == (3978, None)


def test_the_bot_listens_on_loopback_by_default() -> None:
    settings = read_settings()
    assert (settings.host, settings.anonymous, settings.cloud) == (
        "127.0.0.1",
        False,
        CLOUDS["public"],
    )


def test_an_address_may_end_in_a_slash(setting: pytest.MonkeyPatch) -> None:
    put(setting, PHOTOBOT_SHAREPOINT_ROOT="https://contoso.sharepoint.com/")
    assert read_settings().sharepoint_root == "https://contoso.sharepoint.com"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:8080"])
def test_an_address_on_loopback_needs_no_tls(setting: pytest.MonkeyPatch, host: str) -> None:
    put(setting, PHOTOBOT_GRAPH=f"http://{host}")
    assert read_settings().graph == f"http://{host}"


def test_hosts_are_separated_by_commas_or_spaces(setting: pytest.MonkeyPatch) -> None:
    put(setting, PHOTOBOT_SERVICE_HOSTS="SMBA.example, .teams.example  third.example")
    assert read_settings().service_hosts == ("smba.example", ".teams.example", "third.example")


def test_geos_are_a_json_list(setting: pytest.MonkeyPatch) -> None:
    geo = '{"root": "https://r.example", "my": "https://m.example", "admin": "https://a.example"}'
    put(setting, PHOTOBOT_SHAREPOINT_GEOS=f"[{geo}]")
    [found] = read_settings().sharepoint_geos
    assert (found.root, found.my, found.admin) == (
        "https://r.example",
        "https://m.example",
        "https://a.example",
    )


def test_serving_with_nothing_set_names_every_setting_that_is_needed() -> None:
    with pytest.raises(SettingsRefused) as found:
        read_settings_to_serve()
    assert set(refused(found.value)) == {
        "MicrosoftAppId",
        "MicrosoftAppTenantId",
        "MicrosoftAppPassword",
    }
    assert "PHOTOBOT_ANONYMOUS=true" in refused(found.value)["MicrosoftAppId"]


@pytest.mark.parametrize(
    "proof",
    [
        {"MicrosoftAppPassword": SECRET},
        {"PHOTOBOT_CERTIFICATE_FILE": PEM},
        {"MicrosoftAppType": "UserAssignedMSI"},
    ],
)
def test_serving_needs_a_secret_a_certificate_or_a_managed_identity(
    setting: pytest.MonkeyPatch, proof: Set
) -> None:
    put(setting, MicrosoftAppId=GUID, MicrosoftAppTenantId=GUID, **proof)
    assert read_settings_to_serve().app_id == GUID


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_anonymous_use_is_allowed_on_loopback(setting: pytest.MonkeyPatch, host: str) -> None:
    put(setting, PHOTOBOT_ANONYMOUS="true", PHOTOBOT_HOST=host)
    assert read_settings_to_serve().anonymous


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "photobot.contoso.com", "::"])
def test_anonymous_use_is_refused_anywhere_else(setting: pytest.MonkeyPatch, host: str) -> None:
    put(setting, PHOTOBOT_ANONYMOUS="true", PHOTOBOT_HOST=host)
    with pytest.raises(SettingsRefused) as found:
        read_settings_to_serve()
    assert list(refused(found.value)) == ["PHOTOBOT_ANONYMOUS"]


def test_calling_microsoft_365_needs_a_tenant_an_application_and_a_credential() -> None:
    with pytest.raises(SettingsRefused) as found:
        read_settings_for_services()
    assert set(refused(found.value)) == {
        "MicrosoftAppTenantId",
        "PHOTOBOT_CLIENT_ID",
        "PHOTOBOT_CERTIFICATE_FILE",
    }


@pytest.mark.parametrize(
    "proof",
    [
        {"PHOTOBOT_CLIENT_ID": GUID, "PHOTOBOT_CERTIFICATE_FILE": PEM},
        {"PHOTOBOT_CLIENT_ID": GUID, "PHOTOBOT_CLIENT_SECRET": SECRET},
        {"MicrosoftAppId": GUID, "MicrosoftAppPassword": SECRET},
        {"MicrosoftAppId": GUID, "MicrosoftAppType": "UserAssignedMSI"},
    ],
)
def test_the_bots_own_registration_can_read_photos(setting: pytest.MonkeyPatch, proof: Set) -> None:
    put(setting, MicrosoftAppTenantId=GUID, **proof)
    assert read_settings_for_services().tenant_id == GUID


def test_the_bots_secret_is_not_used_for_another_registration(
    setting: pytest.MonkeyPatch,
) -> None:
    put(setting, MicrosoftAppTenantId=GUID, MicrosoftAppId=GUID, MicrosoftAppPassword=SECRET)
    put(setting, PHOTOBOT_CLIENT_ID=ANOTHER)
    with pytest.raises(SettingsRefused) as found:
        read_settings_for_services()
    assert list(refused(found.value)) == ["PHOTOBOT_CERTIFICATE_FILE"]


def test_every_setting_has_azures_name_or_photobots_prefix() -> None:
    for field in Settings.model_fields.values():
        name = str(field.alias)
        assert name.startswith(("PHOTOBOT_", "MicrosoftApp")) or name == "DATABASE_URL"


def test_host_and_port_of_other_programs_are_ignored(setting: pytest.MonkeyPatch) -> None:
    put(setting, HOST="0.0.0.0", PORT="80", LOGIN="https://login.example", ANONYMOUS="true")
    settings = read_settings()
    assert (settings.host, settings.port, settings.login, settings.anonymous) == (
        "127.0.0.1",
        3978,
        None,
        False,
    )


def test_state_is_kept_in_the_users_home_by_default() -> None:
    assert read_settings().folder == Path.home() / ".photobot"


@pytest.mark.parametrize("value", ["36:00:00", "PT36H", "P1DT12H"])
def test_a_duration_is_hours_or_iso_8601(setting: pytest.MonkeyPatch, value: str) -> None:
    put(setting, PHOTOBOT_LOOK_AGAIN_AFTER=value)
    assert read_settings().look_again_after == timedelta(hours=36)


def test_a_recheck_waits_a_day_by_default() -> None:
    assert read_settings().look_again_after == timedelta(hours=24)


@pytest.mark.parametrize(
    "value",
    [
        "mailto:help@contoso.com",
        "https://help.contoso.com/new",
        "https://help.contoso.com/new?text={diagnosis}",
    ],
)
def test_the_helpdesk_is_a_mail_address_or_a_page(setting: pytest.MonkeyPatch, value: str) -> None:
    put(setting, PHOTOBOT_HELPDESK=value)
    assert read_settings().helpdesk == value
