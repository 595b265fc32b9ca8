import json

import pytest

from bot.commands.result import CommandResult

DONE = CommandResult({"upn": "zoë@contoso.com"}, ("one", "two"))
UNSEEN = "\u202e\u2066\u200f\x85\x9b31m\x1b[2J"


def test_json_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert DONE.show(as_json=True) == 0
    written = capsys.readouterr()
    assert json.loads(written.out) == {"upn": "zoë@contoso.com"}
    assert written.out.count("\n") == 1
    assert written.err == ""


def test_text_is_lines_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert DONE.show(as_json=False) == 0
    assert capsys.readouterr().out == "one\ntwo\n"


def test_a_failure_as_text_goes_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert CommandResult.failed({"upn": "a"}, "nobody").show(as_json=False) == 1
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "nobody\n")


def test_a_failure_as_json_has_the_reason_under_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert CommandResult.failed({"upn": "a"}, "nobody").show(as_json=True) == 1
    assert json.loads(capsys.readouterr().out) == {"upn": "a", "error": "nobody"}


def test_a_failure_says_why_before_anything_else(capsys: pytest.CaptureFixture[str]) -> None:
    CommandResult.failed({}, "not synced", "sharepoint:L: refused").show(as_json=False)
    assert capsys.readouterr().err.splitlines() == ["not synced", "sharepoint:L: refused"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_terminal_gets_nothing_that_turns_text_round_or_controls_it(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    CommandResult({"name": UNSEEN}, (f"name: {UNSEEN}",)).show(as_json=as_json)
    written = capsys.readouterr().out
    assert not set(UNSEEN) & set(written) - set("[31m2J")
    if as_json:
        assert json.loads(written) == {"name": UNSEEN}
