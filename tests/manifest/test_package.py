"""The package that an administrator uploads."""

import json
import shutil
import time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.__main__ import main
from bot.m365.installer import CONSENTS
from tests.commands.conftest import logs_as_before
from tests.config.conftest import nothing_set
from tests.manifest.test_manifest import MANIFEST, errors, filled_in, schema

__all__ = ["logs_as_before", "nothing_set"]

APP_ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
TRANSLATED = [each["file"] for each in filled_in()["localizationInfo"]["additionalLanguages"]]


@pytest.fixture(autouse=True)
def registered(nothing_set: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MicrosoftAppId", APP_ID)


def package(folder: Path, *options: str) -> dict[str, bytes]:
    """The files of a package."""
    file = folder / "photobot.zip"
    assert main(["package", str(file), *options]) == 0
    with ZipFile(file) as written:
        return {name: written.read(name) for name in written.namelist()}


def manifest_of(files: dict[str, bytes]) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(files["manifest.json"])
    return manifest


def test_it_holds_the_manifest_filled_in_and_all_files_that_it_names(tmp_path: Path) -> None:
    files = package(tmp_path, "--domain", "photobot.contoso.com")
    manifest = manifest_of(files)
    assert errors(manifest) == []
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP_ID
    assert manifest["validDomains"] == ["photobot.contoso.com"]
    assert b"{{" not in files["manifest.json"]
    assert set(files) == {"manifest.json", *TRANSLATED, *manifest["icons"].values()}
    assert files["color.png"] == (MANIFEST / "color.png").read_bytes()


def test_its_pages_are_those_of_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PHOTOBOT_PUBLIC_URL", "https://bots.contoso.com:8443/photobot/")
    manifest = manifest_of(package(tmp_path, "--json"))
    ours = "https://bots.contoso.com:8443/photobot"
    assert manifest["developer"] == {
        "name": "Photobot",
        "websiteUrl": f"{ours}/support",
        "privacyUrl": f"{ours}/privacy",
        "termsOfUseUrl": f"{ours}/terms",
    }
    assert manifest["validDomains"] == ["bots.contoso.com"]
    pages = [f"{ours}/privacy", f"{ours}/terms", f"{ours}/support"]
    assert json.loads(capsys.readouterr().out)["pages"] == pages
    # What is said at the command line wins over the setting.
    manifest = manifest_of(package(tmp_path, "--domain=a.example"))
    assert manifest["developer"]["privacyUrl"] == "https://a.example/privacy"


def test_the_same_settings_make_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "photobot.zip"
    package(tmp_path, "--domain=a.example", "--helpdesk")
    first = file.read_bytes()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: time.gmtime(2_000_000_000))
    package(tmp_path, "--domain=a.example", "--helpdesk")
    assert file.read_bytes() == first
    package(tmp_path, "--domain=b.example", "--helpdesk")
    assert file.read_bytes() != first


def test_what_teams_would_refuse_is_named_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "manifest"
    shutil.copytree(MANIFEST, folder)
    monkeypatch.setattr("bot.commands.package.FOLDER", folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["name"]["short"] = "Photobot of the Contoso company in Taipei"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    words = json.loads((folder / "zh-tw.json").read_text("utf-8"))
    (folder / "zh-tw.json").write_text(json.dumps(words | {"nowhere": "x"}))
    file = tmp_path / "photobot.zip"
    assert main(["package", str(file), "--domain=a.example", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told["problems"]) == 2
    assert "manifest.json: name.short: " in told["error"]
    assert "zh-tw.json: " in told["error"]
    assert "nowhere" in told["error"]
    assert not file.exists()


def test_an_address_that_is_not_https_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PHOTOBOT_PUBLIC_URL", "http://127.0.0.1:3978")
    assert main(["package", str(tmp_path / "photobot.zip")]) == 1
    assert "https address" in capsys.readouterr().err
    assert not (tmp_path / "photobot.zip").exists()


def test_it_says_what_it_asks_of_teams(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = manifest_of(package(tmp_path, "--domain=a.example", "--json"))
    told = json.loads(capsys.readouterr().out)
    assert told["permissions"] == manifest["permissions"] == ["identity", "messageTeamMembers"]


def test_without_a_helpdesk_nobody_is_shown_its_commands(tmp_path: Path) -> None:
    files = package(tmp_path, "--domain", "photobot.contoso.com")
    assert not {"composeExtensions", "authorization"} & set(manifest_of(files))
    for file in TRANSLATED:
        words = json.loads(files[file])
        assert not [name for name in words if "composeExtensions" in name]
        assert words["name.short"] == "Photobot"


def test_with_a_helpdesk_its_commands_are_offered_in_every_language(tmp_path: Path) -> None:
    files = package(tmp_path, "--domain", "photobot.contoso.com", "--helpdesk")
    manifest = manifest_of(files)
    assert errors(manifest) == []
    words = {file: json.loads(files[file]) for file in TRANSLATED}
    for each in words.values():
        assert list(schema("Localization.schema").iter_errors(each)) == []
    [extension] = manifest["composeExtensions"]
    assert extension["botId"] == APP_ID
    titles = {each["composeExtensions[0].commands[0].title"] for each in words.values()}
    assert titles == {"写真のヘルプを送信", "傳送相片協助"}
    consents = manifest["authorization"]["permissions"]["resourceSpecific"]
    assert consents == [{"name": "ChatMessageReadReceipt.Read.Chat", "type": "Application"}]


@pytest.mark.parametrize(
    ("groups", "option", "offered"),
    [
        ("", (), False),
        (APP_ID, (), True),
        ("", ("--helpdesk",), True),
        (APP_ID, ("--no-helpdesk",), False),
    ],
)
def test_the_helpdesk_is_that_of_the_settings_unless_an_option_says_otherwise(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    groups: str,
    option: tuple[str, ...],
    *,
    offered: bool,
) -> None:
    monkeypatch.setenv("PHOTOBOT_HELPDESK_GROUPS", groups)
    manifest = manifest_of(package(tmp_path, "--domain=a.example", *option))
    assert ("composeExtensions" in manifest) is offered
    assert ("authorization" in manifest) is offered


def test_the_consent_can_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--domain=a.example", "--helpdesk", "--no-read-receipts", "--json")
    manifest = manifest_of(package(tmp_path, *options))
    assert "composeExtensions" in manifest
    assert "authorization" not in manifest
    told = json.loads(capsys.readouterr().out)
    assert (told["helpdesk"], told["consents"]) == (True, [])


def test_it_says_what_whoever_installs_it_consents_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package(tmp_path, "--domain=a.example", "--helpdesk")
    told = capsys.readouterr().out
    assert "consents to ChatMessageReadReceipt.Read.Chat" in told
    assert "ReadWriteAndConsentSelfForUser.All" in told
    package(tmp_path, "--domain=a.example")
    assert "asks for no consent" in capsys.readouterr().out


def test_the_domain_is_that_of_the_public_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOBOT_PUBLIC_URL", "https://bots.contoso.com")
    assert manifest_of(package(tmp_path))["validDomains"] == ["bots.contoso.com"]


@pytest.mark.parametrize(
    "domain", [None, "", "https://photobot.contoso.com", 'a", "b', "a b", "-a"]
)
def test_without_a_host_name_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], domain: str | None
) -> None:
    options = [] if domain is None else [f"--domain={domain}"]
    assert main(["package", str(tmp_path / "photobot.zip"), *options, "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert "--domain" in error
    assert ("is not a host name" in error) is (domain is not None)
    assert (domain or "") in error
    assert not (tmp_path / "photobot.zip").exists()


def test_without_a_registration_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MicrosoftAppId")
    assert main(["package", str(tmp_path / "photobot.zip"), "--domain=a.example"]) == 1
    assert "MicrosoftAppId" in capsys.readouterr().err
    assert not (tmp_path / "photobot.zip").exists()


def test_the_bot_gives_the_consents_that_the_manifest_asks_for(tmp_path: Path) -> None:
    asked = manifest_of(package(tmp_path, "--domain=a.example", "--helpdesk"))["authorization"]
    given = [
        (each["permissionValue"], each["permissionType"].capitalize())
        for each in CONSENTS["resourceSpecificPermissions"]
    ]
    listed = asked["permissions"]["resourceSpecific"]
    assert given == [(each["name"], each["type"]) for each in listed]


def test_its_commands_in_groups_are_slash_commands_which_nobody_else_sees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [bot] = manifest_of(package(tmp_path, "--domain=a.example", "--json"))["bots"]
    assert bot["supportsTargetedMessages"] is True
    personal, shared = bot["commandLists"]
    assert "triggers" not in personal
    assert set(shared["triggers"]) == {"slash", "mention"}
    assert set(shared["scopes"]) == {"team", "groupChat"}
    assert 1 <= len(shared["commands"]) <= 12
    assert json.loads(capsys.readouterr().out)["targeted"] is True


@pytest.mark.parametrize(
    ("setting", "value"), [("PHOTOBOT_TARGETED", "off"), ("PHOTOBOT_CLOUD", "gcc")]
)
def test_without_targeted_messages_it_has_none_of_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    value: str,
) -> None:
    monkeypatch.setenv(setting, value)
    manifest = manifest_of(package(tmp_path, "--domain=a.example", "--helpdesk", "--json"))
    assert errors(manifest) == []
    [bot] = manifest["bots"]
    assert "supportsTargetedMessages" not in bot
    assert [set(listed) for listed in bot["commandLists"]] == [{"scopes", "commands"}] * 2
    # Those of the message extension send no message, and stay.
    assert manifest["composeExtensions"][0]["commands"][0]["triggers"] == ["slash"]
    assert json.loads(capsys.readouterr().out)["targeted"] is False
