"""The hash of TeamsJS is that of the version which the pages load."""

import base64
import hashlib
import json
from pathlib import Path

from bot.config.settings import TEAMS_JS, TEAMS_JS_INTEGRITY, Settings

PACKAGE = Path(__file__).parents[1] / "manifest/node_modules/@microsoft/teams-js"
MIRROR = "https://mirror.contoso.com/MicrosoftTeams.min.js"


def test_the_hash_is_that_of_the_published_file() -> None:
    published = (PACKAGE / "dist/umd/MicrosoftTeams.min.js").read_bytes()
    digest = base64.b64encode(hashlib.sha384(published).digest()).decode()
    assert f"sha384-{digest}" == TEAMS_JS_INTEGRITY


def test_the_hash_and_the_address_are_those_that_its_documentation_names() -> None:
    version = json.loads((PACKAGE / "package.json").read_text("utf-8"))["version"]
    assert f"/teams-js/{version}/" in TEAMS_JS
    documented = (PACKAGE / "README.md").read_text("utf-8")
    assert f'src="{TEAMS_JS}"\n  integrity="{TEAMS_JS_INTEGRITY}"' in documented


def test_only_the_pinned_address_has_the_pinned_hash() -> None:
    assert settings().hash_of_teams_js == TEAMS_JS_INTEGRITY
    assert settings(PHOTOBOT_TEAMS_JS=MIRROR).hash_of_teams_js is None


def test_a_hash_that_an_administrator_sets_goes_first() -> None:
    own = "sha384-" + "A" * 64
    mirrored = settings(PHOTOBOT_TEAMS_JS=MIRROR, PHOTOBOT_TEAMS_JS_INTEGRITY=own)
    assert mirrored.hash_of_teams_js == own
    assert settings(PHOTOBOT_TEAMS_JS_INTEGRITY=own).hash_of_teams_js == own


def settings(**values: str) -> Settings:
    return Settings.model_validate(values)
