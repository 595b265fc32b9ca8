"""Every setting with a wrong value: the start is refused, with its name and what to do."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from bot.config.problems import (
    SettingsRefused,
    read_settings,
    read_settings_for_services,
    read_settings_to_serve,
)
from bot.config.settings import Settings
from tests.config.conftest import ANOTHER, BOT, GUID, PEM, Set, put, refused

WRONG = (
    ("MicrosoftAppId", "my bot", "GUID"),
    ("MicrosoftAppTenantId", "contoso", "GUID"),
    ("MicrosoftAppType", "MultiTenant", "SingleTenant"),
    ("PHOTOBOT_CATALOG_APP_ID", "photobot", "GUID"),
    ("PHOTOBOT_SERVICE_URL", "smba.trafficmanager.net", "https address"),
    ("PHOTOBOT_HELPDESK", "help@contoso.com", "mailto:"),
    ("PHOTOBOT_HELPDESK", "mailto:help", "mailto:"),
    ("PHOTOBOT_HELPDESK", "http://help.contoso.com", "mailto:"),
    ("PHOTOBOT_PORT", "http", "whole number"),
    ("PHOTOBOT_PORT", "70000", "65535"),
    ("PHOTOBOT_ANONYMOUS", "perhaps", "true or false"),
    ("PHOTOBOT_PICTURES", "large", "inline"),
    ("PHOTOBOT_TARGETED", "on", "'auto' or 'off'"),
    ("PHOTOBOT_PICTURES_GOOD_FOR", "P2D", "1 day"),
    ("PHOTOBOT_RETENTION_DAYS", "0", "1"),
    ("PHOTOBOT_CLOCK", "https://time.contoso.com", "on this machine"),
    ("PHOTOBOT_CLOCK", "noon", "on this machine"),
    ("PHOTOBOT_LOOK_AGAIN_AFTER", "tomorrow", "such as 24:00:00"),
    ("PHOTOBOT_LOOK_AGAIN_AFTER", "P31D", "30 days"),
    ("PHOTOBOT_LOOK_AGAIN_AFTER", "00:00:00", "1 second"),
    ("PHOTOBOT_SENDS_PER_SECOND", "1", "2"),
    ("PHOTOBOT_CENSUS_SHARE", "101", "100"),
    ("PHOTOBOT_WATCH", "yes", "shadow"),
    ("PHOTOBOT_WATCH_EVERY", "daily", "such as 24:00:00"),
    ("PHOTOBOT_WATCH_EVERY", "P8D", "7 days"),
    ("PHOTOBOT_WATCH_GUESTS", "some", "true or false"),
    ("PHOTOBOT_WATCH_DISABLED", "some", "true or false"),
    ("PHOTOBOT_WATCH_POLICY", "sync", "sync_quietly"),
    ("PHOTOBOT_WATCH_GRACE", "-1:00:00", "0"),
    ("PHOTOBOT_WATCH_GRACE", "P8D", "7 days"),
    ("PHOTOBOT_WATCH_PILOT_GROUPS", "the pilots", "GUIDs"),
    ("PHOTOBOT_WATCH_EXCLUDED_GROUPS", f"{GUID} nobody", "GUIDs"),
    ("PHOTOBOT_HELPDESK_GROUPS", "the helpdesk", "GUIDs"),
    ("PHOTOBOT_HELPDESK_EXCLUDED_GROUPS", f"{GUID} nobody", "GUIDs"),
    ("PHOTOBOT_HELPDESK_SEES", "everything", "'state' or 'pictures'"),
    ("PHOTOBOT_WATCH_HOURS", "9-5", "09:00-17:00"),
    ("PHOTOBOT_WATCH_HOURS", "17:00-09:00", "09:00-17:00"),
    ("PHOTOBOT_WATCH_HOURS", "09:00", "09:00-17:00"),
    ("PHOTOBOT_WATCH_HOURS", "09:00+01:00-17:00", "09:00-17:00"),
    ("PHOTOBOT_WATCH_DAYS", "weekdays", "mon-fri"),
    ("PHOTOBOT_WATCH_DAYS", ",", "mon-fri"),
    ("PHOTOBOT_TIME_ZONE", "Taipei", "Asia/Taipei"),
    ("PHOTOBOT_TIME_ZONE", "/etc/localtime", "Asia/Taipei"),
    ("PHOTOBOT_WATCH_BLAST_LIMIT", "0", "1"),
    ("PHOTOBOT_CLOUD", "mars", "public"),
    ("PHOTOBOT_CA_FILE", "/no/such/file", "no such file"),
    ("PHOTOBOT_CERTIFICATE_FILE", "/tmp", "no such file"),
    ("PHOTOBOT_LOGIN", "http://login.example", "https address"),
    ("PHOTOBOT_GRAPH", "graph.microsoft.com", "https address"),
    ("PHOTOBOT_GRAPH", "https://[graph", "https address"),
    ("PHOTOBOT_GRAPH", "https://graph:port", "https address"),
    ("PHOTOBOT_GRAPH", "https://", "https address"),
    ("PHOTOBOT_GRAPH", "ftp://graph.microsoft.com", "https address"),
    ("PHOTOBOT_OPENID_METADATA", "https://login.example/?x=1", "https address"),
    ("PHOTOBOT_SHAREPOINT_ROOT", "contoso", "https address"),
    ("PHOTOBOT_SHAREPOINT_ROOT", "https://contoso.sharepoint.com/sites/hr", "host alone"),
    ("PHOTOBOT_SHAREPOINT_MY", "https://contoso-my.sharepoint.com/personal/", "host alone"),
    ("PHOTOBOT_SHAREPOINT_ADMIN", "https://a.example/_layouts/15/online", "host alone"),
    ("PHOTOBOT_SHAREPOINT_GEOS", "EUR", "JSON list"),
    ("PHOTOBOT_LINK_PORTAL", "javascript:alert(1)", "https address"),
    ("PHOTOBOT_LINK_ABOUT_SYNC", "see the wiki", "https address"),
    ("PHOTOBOT_LINK_MY_ACCOUNT", "myaccount", "https address"),
    ("PHOTOBOT_LINK_ADD_PHOTO", "the wiki", "https address"),
    ("PHOTOBOT_LINK_PHOTOBOT", "msteams:/l/chat", "https address"),
    ("PHOTOBOT_LINK_PRIVACY", "javascript:alert(1)", "https address"),
    ("PHOTOBOT_LINK_TERMS", "http://contoso.com/terms", "https address"),
    ("PHOTOBOT_LINK_SUPPORT", "mailto:help@contoso.com", "https address"),
    ("PHOTOBOT_PRIVACY_FILE", "We keep nothing.", "no such file"),
    ("PHOTOBOT_TERMS_FILE", "/tmp", "no such file"),
    ("PHOTOBOT_SUPPORT_FILE", "/no/such/file", "no such file"),
    ("PHOTOBOT_TEAMS_JS", "http://res.cdn.office.net/teams.js", "https address"),
    ("PHOTOBOT_TEAMS_JS_INTEGRITY", "sha384-", "hash of the file"),
    ("PHOTOBOT_TEAMS_JS_INTEGRITY", 'sha384-" onload="', "hash of the file"),
    ("PHOTOBOT_PUBLIC_URL", "photobot.contoso.com", "https address"),
    ("PHOTOBOT_PUBLIC_URL", "https://photobot contoso.com", "https address"),
    ("PHOTOBOT_PUBLIC_URL", "https://photobot.contoso\n.com", "https address"),
    ("PHOTOBOT_SIGN_IN", "on demand", "true or false"),
    ("PHOTOBOT_SIGN_IN_RESOURCE", GUID, "api://"),
    ("PHOTOBOT_ISSUER", "api.botframework.com", "https address"),
    ("PHOTOBOT_BOT_SCOPE", "https://api.botframework.com", "/.default"),
    ("PHOTOBOT_SERVICE_HOSTS", "https://smba.trafficmanager.net", "names of hosts"),
    ("PHOTOBOT_SERVICE_HOSTS", "smba.trafficmanager.net/emea", "names of hosts"),
    ("PHOTOBOT_SERVICE_HOSTS", ",", "names of hosts"),
    ("PHOTOBOT_SERVICE_HOSTS", "*", "names of hosts"),
    ("PHOTOBOT_SERVICE_HOSTS", "smba.*.microsoft.com", "names of hosts"),
    ("PHOTOBOT_SERVICE_HOSTS", "*teams.microsoft.com", "names of hosts"),
    ("PHOTOBOT_SHAREPOINT_MY", "contoso-my", "https address"),
    ("PHOTOBOT_SHAREPOINT_ADMIN", "contoso-admin", "https address"),
    ("PHOTOBOT_SHAREPOINT_GEOS", '{"root": "https://a.example"}', "JSON list"),
    ("PHOTOBOT_SHAREPOINT_GEOS", '["https://a.example"]', "JSON list"),
    ("PHOTOBOT_CLIENT_ID", "photobot", "GUID"),
    ("PHOTOBOT_WRITER_CLIENT_ID", "photobot", "GUID"),
    ("PHOTOBOT_WRITER_CERTIFICATE_FILE", "/no/such/file", "no such file"),
    ("PHOTOBOT_LARGEST_PICTURE", "4 MB", "whole number"),
)
SEC1 = PrivateFormat.TraditionalOpenSSL
SECP256R1_KEY = ec.generate_private_key(ec.SECP256R1())
ED25519_KEY = ed25519.Ed25519PrivateKey.generate()
# The first three are validated where they are used; any text is valid for the others.
WITHOUT_A_FORMAT = {"DATABASE_URL", "PHOTOBOT_FOLDER", "PHOTOBOT_HOST"} | {
    "MicrosoftAppPassword",
    "PHOTOBOT_CLIENT_SECRET",
    "PHOTOBOT_PORTAL_NAME",
}


def rsa_key() -> rsa.RSAPrivateKey:
    key = load_pem_private_key(Path(PEM).read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def pem_of(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey,
    password: bytes = b"",
    *,
    form: PrivateFormat = PrivateFormat.PKCS8,
) -> str:
    """Write a key, and beside it a certificate that can be read."""
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    private = key.private_bytes(Encoding.PEM, form, encryption).decode()
    _, begin, certificate = Path(PEM).read_text().partition("-----BEGIN CERTIFICATE-----")
    return private + begin + certificate


def test_every_setting_with_a_format_is_tried_with_a_wrong_value() -> None:
    names = {str(field.alias) for field in Settings.model_fields.values()}
    assert {name for name, _, _ in WRONG} == names - WITHOUT_A_FORMAT


@pytest.mark.parametrize(("name", "value", "remedy"), WRONG)
def test_a_wrong_value_names_its_setting_and_what_to_do(
    setting: pytest.MonkeyPatch, name: str, value: str, remedy: str
) -> None:
    put(setting, **{name: value})
    with pytest.raises(SettingsRefused) as found:
        read_settings()
    assert list(refused(found.value)) == [name]
    assert remedy in refused(found.value)[name]
    assert f"{name}: " in str(found.value)


@pytest.mark.parametrize("at", ["root", "my", "admin"])
def test_a_geographys_site_is_a_host_alone(setting: pytest.MonkeyPatch, at: str) -> None:
    sites = {name: f"https://eur-{name}.example" for name in ("root", "my", "admin")}
    sites[at] += "/sites/hr"
    put(setting, PHOTOBOT_SHAREPOINT_GEOS=json.dumps([sites]))
    with pytest.raises(SettingsRefused) as found:
        read_settings()
    assert list(refused(found.value)) == [f"PHOTOBOT_SHAREPOINT_GEOS.0.{at}"]


@pytest.mark.parametrize(
    "name",
    [
        "PHOTOBOT_PUBLIC_URL",
        "PHOTOBOT_GRAPH",
        "PHOTOBOT_SHAREPOINT_ROOT",
        "PHOTOBOT_LINK_PORTAL",
        "PHOTOBOT_HELPDESK",
    ],
)
@pytest.mark.parametrize("user", ["bot:s3cret@", "s3cret@", ":s3cret@"])
def test_an_address_that_holds_a_user_is_refused_and_not_repeated(
    setting: pytest.MonkeyPatch, name: str, user: str
) -> None:
    put(setting, **{name: f"https://{user}photobot.contoso.com"})
    with pytest.raises(SettingsRefused) as found:
        read_settings()
    assert "password out of the address" in refused(found.value)[name]
    assert "s3cret" not in str(found.value)


@pytest.mark.parametrize("read", [read_settings_to_serve, read_settings_for_services])
@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("PHOTOBOT_CA_FILE", "no certificate", "give a PEM file"),
        ("PHOTOBOT_CERTIFICATE_FILE", "-----BEGIN CERTIFICATE-----", "private key"),
        ("PHOTOBOT_CERTIFICATE_FILE", "-----BEGIN PRIVATE KEY-----", "its certificate"),
        ("PHOTOBOT_CERTIFICATE_FILE", pem_of(rsa_key(), b"s3cr3t"), "unencrypted"),
        ("PHOTOBOT_CERTIFICATE_FILE", pem_of(SECP256R1_KEY), "RSA private key"),
        ("PHOTOBOT_CERTIFICATE_FILE", pem_of(SECP256R1_KEY, form=SEC1), "RSA private key"),
        ("PHOTOBOT_CERTIFICATE_FILE", pem_of(ED25519_KEY), "RSA private key"),
        ("PHOTOBOT_CERTIFICATE_FILE", Path(PEM).read_text().replace("M", "N"), "private key"),
        ("PHOTOBOT_WRITER_CERTIFICATE_FILE", "", "private key"),
        ("PHOTOBOT_WRITER_CERTIFICATE_FILE", pem_of(ED25519_KEY), "RSA private key"),
    ],
)
def test_a_file_with_the_wrong_content_prevents_the_start(
    *,
    setting: pytest.MonkeyPatch,
    tmp_path: Path,
    read: Callable[[], Settings],
    name: str,
    content: str,
    remedy: str,
) -> None:
    file = tmp_path / "file.pem"
    file.write_text(content)
    put(setting, **BOT, PHOTOBOT_WRITER_CLIENT_ID=ANOTHER, PHOTOBOT_CERTIFICATE_FILE=PEM)
    put(setting, PHOTOBOT_WRITER_CERTIFICATE_FILE=PEM)
    assert read()
    put(setting, **{name: str(file)})
    with pytest.raises(SettingsRefused) as found:
        read()
    assert list(refused(found.value)) == [name]
    assert remedy in refused(found.value)[name]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["PHOTOBOT_CA_FILE", "PHOTOBOT_CERTIFICATE_FILE"])
def test_an_unreadable_file_prevents_the_start(
    setting: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "file.pem"
    file.touch(0o000)
    put(setting, **BOT, **{name: str(file)})
    with pytest.raises(SettingsRefused) as found:
        read_settings_to_serve()
    assert "read this file" in refused(found.value)[name]


@pytest.mark.parametrize("read", [read_settings_to_serve, read_settings_for_services])
@pytest.mark.parametrize(
    ("values", "name"),
    [
        (
            {"PHOTOBOT_SHAREPOINT_MY": "https://contoso-my.sharepoint.com"},
            "PHOTOBOT_SHAREPOINT_ROOT",
        ),
        ({"PHOTOBOT_CLIENT_ID": ANOTHER}, "PHOTOBOT_CERTIFICATE_FILE"),
    ],
)
def test_settings_that_contradict_each_other_prevent_the_start(
    setting: pytest.MonkeyPatch, read: Callable[[], Settings], values: Set, name: str
) -> None:
    put(setting, **BOT, **values)
    with pytest.raises(SettingsRefused) as found:
        read()
    assert list(refused(found.value)) == [name]
