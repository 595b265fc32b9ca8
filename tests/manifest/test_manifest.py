import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator
from PIL import Image, ImageStat

from bot.about.pages import PATHS
from bot.chat.language import load_languages
from tests.intents.read_once import INTENTS

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifest"
SCHEMAS = Path(__file__).parent / "node_modules/@microsoft/app-manifest/build/json-schemas/teams"


def filled_in() -> dict[str, Any]:
    text = (MANIFEST / "manifest.json").read_text(encoding="utf-8")
    text = text.replace("{{MicrosoftAppId}}", "1b4e28ba-2fa1-41d2-883f-0016d3cca427")
    text = text.replace("{{PHOTOBOT_PUBLIC_URL}}", "https://photobot.contoso.com")
    manifest: dict[str, Any] = json.loads(
        text.replace("{{PHOTOBOT_DOMAIN}}", "photobot.contoso.com")
    )
    return manifest


def translations() -> dict[str, dict[str, str]]:
    """The manifest's words in other languages, by the tag of the language."""
    return {
        each["languageTag"]: json.loads((MANIFEST / each["file"]).read_text(encoding="utf-8"))
        for each in filled_in()["localizationInfo"]["additionalLanguages"]
    }


def schema(name: str) -> Draft4Validator:
    folder = SCHEMAS / f"v{filled_in()['manifestVersion']}"
    return Draft4Validator(json.loads((folder / f"MicrosoftTeams.{name}.json").read_text()))


@pytest.mark.parametrize("name", ["MicrosoftTeams.schema", "MicrosoftTeams.Localization.schema"])
def test_the_package_is_checked_against_the_schemas_of_its_version(name: str) -> None:
    published = SCHEMAS / f"v{filled_in()['manifestVersion']}" / f"{name}.json"
    assert (MANIFEST / "schemas" / published.name).read_bytes() == published.read_bytes()


def test_the_manifest_names_pages_that_photobot_has() -> None:
    developer = filled_in()["developer"]
    named = {developer[each] for each in ("websiteUrl", "privacyUrl", "termsOfUseUrl")}
    assert named == {f"https://photobot.contoso.com{path}" for path in PATHS}


def errors(manifest: dict[str, Any]) -> list[str]:
    return [error.message for error in schema("schema").iter_errors(manifest)]


def commands() -> Iterator[tuple[str, str]]:
    """Place and title of each command that Teams suggests."""
    for number, listed in enumerate(filled_in()["bots"][0]["commandLists"]):
        for each, command in enumerate(listed["commands"]):
            yield f"bots[0].commandLists[{number}].commands[{each}]", command["title"]


def test_the_manifest_follows_its_schema() -> None:
    assert errors(filled_in()) == []


def test_the_schema_would_notice_a_scope_that_does_not_exist() -> None:
    manifest = filled_in()
    manifest["bots"][0]["scopes"].append("everywhere")

    assert errors(manifest) != []


@pytest.mark.parametrize("tag", translations())
def test_the_words_of_a_language_follow_their_schema(tag: str) -> None:
    wrong = schema("Localization.schema").iter_errors(translations()[tag])
    assert [error.message for error in wrong] == []


def test_every_language_that_photobot_speaks_is_named_with_its_words() -> None:
    languages = load_languages()
    named = [languages.of(tag).name for tag in translations()]
    assert sorted(["en", *named]) == sorted(languages.known)


def extension_commands() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = filled_in()["composeExtensions"][0]["commands"]
    return listed


@pytest.mark.parametrize("tag", translations())
def test_every_word_that_teams_shows_is_there_in_every_language(tag: str) -> None:
    places = {place for place, _ in commands()}
    for number, command in enumerate(extension_commands()):
        place = f"composeExtensions[0].commands[{number}]"
        inputs = range(len(command.get("parameters", ())))
        places |= {place, *(f"{place}.parameters[{each}]" for each in inputs)}
    shown = {f"{place}.{part}" for place in places for part in ("title", "description")}
    shown |= {
        f"{part}.{length}" for part in ("name", "description") for length in ("short", "full")
    }
    assert set(translations()[tag]) == shown | {"$schema"}


def test_every_command_is_understood_in_every_language() -> None:
    recognise = INTENTS.recognise
    for place, title in commands():
        understood = recognise(title)
        assert understood in {"wrong_photo", "steps", "status", "help"}
        for words in translations().values():
            assert recognise(words[f"{place}.title"]) == understood


def test_help_is_sent_from_anywhere_and_by_a_slash_command() -> None:
    sending, checking, cases = extension_commands()
    assert [each["id"] for each in extension_commands()] == [
        "send_photo_help",
        "check_photo",
        "cases",
    ]
    for action in (sending, checking):
        assert (action["type"], action["fetchTask"]) == ("action", True)
        assert set(action["context"]) == {"compose", "message", "commandBox"}
    assert sending["triggers"] == ["slash"]
    assert (cases["type"], cases["initialRun"], len(cases["parameters"])) == ("query", True, 1)


def test_the_message_extension_is_that_of_the_bot() -> None:
    [extension], [bot] = filled_in()["composeExtensions"], filled_in()["bots"]
    assert extension["botId"] == bot["botId"]


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_sizes_that_teams_asks_for(name: str, size: int) -> None:
    with Image.open(MANIFEST / name) as icon:
        assert icon.size == (size, size)


def test_the_outline_icon_is_white_on_nothing() -> None:
    with Image.open(MANIFEST / "outline.png") as icon:
        *colours, opacity = icon.convert("RGBA").split()

    drawn = opacity.point(lambda value: 255 if value else 0)
    assert [ImageStat.Stat(colour, drawn).extrema for colour in colours] == [[(255, 255)]] * 3
    assert opacity.getextrema() == (0, 255)
