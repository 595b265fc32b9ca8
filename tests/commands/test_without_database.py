"""Commands that act on what the bot has stored, where no database of a bot is set."""

import json
import re
from pathlib import Path

import pytest

from tests.commands.conftest import Run, SignIn
from tests.commands.test_every_command import COMMANDS

# The last one looks for agents before it looks for the case.
WITHOUT_STORAGE = ("check", "compare", "doctor", "package", "cases reassign")
SOMEBODY = "00000000-0000-0000-0000-0000000000aa"
FOR_STORAGE = [
    each.replace("nobody@contoso.com", SOMEBODY)
    for each in COMMANDS
    if not each.startswith(WITHOUT_STORAGE)
] + ["audit --json", "audit --csv", "census --csv", "census --last", "campaigns list"]


def test_the_commands_that_need_none_are_those_of_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
    listed = re.search(r"All but (.*?) act on what the bot has stored", guide, re.DOTALL)
    assert listed
    without = {"demo", "sync --dry-run", *WITHOUT_STORAGE} - {"cases reassign"}
    assert set(re.findall("`(.*?)`", listed[1])) == without


@pytest.mark.parametrize("command", FOR_STORAGE)
def test_a_command_makes_no_database_and_claims_nothing(
    run: Run,
    signed_in_as: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: str,
) -> None:
    signed_in_as("reader")
    monkeypatch.setenv("PHOTOBOT_FOLDER", str(tmp_path / "photobot"))
    monkeypatch.setenv("PHOTOBOT_WATCH", "on")
    status, output, errors = run(*command.split())
    assert status == 1
    said = json.loads(output)["error"] if "--json" in command else errors
    assert f"there is no database in {tmp_path / 'photobot'}" in said
    assert "DATABASE_URL" in said
    assert "PHOTOBOT_FOLDER" in said
    assert not (tmp_path / "photobot").exists()
