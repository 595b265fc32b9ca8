"""Every command of the command line, where it can't do what it is asked to."""

import argparse
import json
from collections.abc import Iterator

import pytest

from bot.__main__ import _parser
from tests.commands.conftest import Run

# Nothing listens there.
NO_DATABASE = "postgresql://photobot@127.0.0.1:1/photobot?connect_timeout=1"
VALUES = {
    "upn": "nobody@contoso.com",
    "reference": "PB-7K3M9QX",
    "campaign": "00000000-0000-0000-0000-000000000001",
    "first": "no.jpg",
    "second": "no.png",
    "file": "no/photobot.zip",
}


def commands_of(parser: argparse.ArgumentParser, *words: str) -> Iterator[tuple[str, ...]]:
    """Yield every command that takes `--json`, with values for what it needs."""
    inner = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    for each in inner:
        for name, command in each.choices.items():
            yield from commands_of(command, *words, name)
    if not inner and any("--json" in each.option_strings for each in parser._actions):
        needed = [each for each in parser._actions if each.required]
        values = ((each.option_strings or [VALUES[each.dest]])[0] for each in needed)
        yield (*words, *values, "--json")


COMMANDS = [" ".join(each) for each in commands_of(_parser())]


def test_nearly_every_command_prints_json() -> None:
    assert len(COMMANDS) > 20


@pytest.fixture(autouse=True)
def without_a_database(monkeypatch: pytest.MonkeyPatch, nothing_set: None) -> None:
    monkeypatch.setenv("DATABASE_URL", NO_DATABASE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_fails_says_why_under_error_and_logs_nothing(run: Run, command: str) -> None:
    status, output, errors = run(*command.split())
    found = json.loads(output)
    assert status == 1
    assert found["error"]
    # The same reason for people at the most, and no line of a log.
    assert errors.strip() in ("", found["error"])
    assert not set(errors) & set("*{")
