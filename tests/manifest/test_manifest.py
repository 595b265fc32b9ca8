import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from PIL import Image, ImageStat

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifest"
SCHEMAS = Path(__file__).parent / "node_modules/@microsoft/app-manifest/build/json-schemas/teams"


def filled_in() -> dict[str, Any]:
    text = (MANIFEST / "manifest.json").read_text(encoding="utf-8")
    text = text.replace("{{MicrosoftAppId}}", "1b4e28ba-2fa1-41d2-883f-0016d3cca427")
    manifest: dict[str, Any] = json.loads(
        text.replace("{{PHOTOBOT_DOMAIN}}", "photobot.contoso.com")
    )
    return manifest


def errors(manifest: dict[str, Any]) -> list[str]:
    version = manifest["manifestVersion"]
    schema = json.loads((SCHEMAS / f"v{version}/MicrosoftTeams.schema.json").read_text())
    return [error.message for error in Draft4Validator(schema).iter_errors(manifest)]


def test_the_manifest_follows_its_schema() -> None:
    assert errors(filled_in()) == []


def test_the_schema_would_notice_a_scope_that_does_not_exist() -> None:
    manifest = filled_in()
    manifest["bots"][0]["scopes"].append("everywhere")

    assert errors(manifest) != []


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
