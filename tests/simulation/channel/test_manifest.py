import json
from pathlib import Path

from simulation.channel.manifest import Manifest, read_manifest
from simulation.serve import MANIFEST
from tests.simulation.channel.manifests import CHINESE, CONSENT, manifest


def test_commands_are_those_of_the_message_extension() -> None:
    send, note, find = manifest().commands("en-US")
    assert (send.id, send.kind, send.title) == ("send", "action", "Send help")
    assert send.contexts == ("compose", "message", "commandBox")
    assert (send.fetches_dialog, note.fetches_dialog) == (True, False)
    assert (find.kind, find.contexts) == ("query", ("compose", "commandBox"))
    assert find.runs_at_first


def test_a_search_is_no_slash_command() -> None:
    assert [command.slash for command in manifest().commands("en-US")] == [True, False, False]


def test_words_come_in_the_language_of_the_client_where_there_are_some() -> None:
    send, note, find = manifest().commands("zh-TW")
    assert (send.title, note.title) == ("傳送說明", "Take a note")
    assert find.parameters[0]["title"] == "誰"
    assert manifest().commands("zh-HK")[0].title == "Send help"


def test_a_language_without_a_region_serves_every_region() -> None:
    german = Manifest(manifest().content, {"de": CHINESE | {"name.short": "x"}})
    assert german.commands("de-AT")[0].title == "傳送說明"


def test_consents_are_the_resource_specific_permissions() -> None:
    assert manifest().consents() == set()
    assert manifest(CONSENT).consents() == {"ChatMessageReadReceipt.Read.Chat"}


def test_an_app_without_a_message_extension_has_no_commands() -> None:
    assert Manifest({"name": {"short": "x"}}).commands("en-US") == []


def test_a_manifest_is_read_with_its_translations(tmp_path: Path) -> None:
    language = {"languageTag": "zh-TW", "file": "chinese.json"}
    content = dict(manifest().content) | {"localizationInfo": {"additionalLanguages": [language]}}
    (tmp_path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "chinese.json").write_text(json.dumps(CHINESE), encoding="utf-8")
    assert read_manifest(tmp_path).commands("zh-tw")[0].title == "傳送說明"


def test_without_a_manifest_there_are_no_commands(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == Manifest()


def test_the_manifest_of_this_repository_is_read() -> None:
    assert read_manifest(MANIFEST).content["name"]["short"] == "Photobot"
