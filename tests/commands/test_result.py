import json

import pytest

from bot.commands.result import CommandResult

DONE = CommandResult(0, {"upn": "zoë@contoso.com"}, ("one", "two"))


def test_json_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert DONE.show(as_json=True) == 0
    written = capsys.readouterr()
    assert written.out == '{"upn": "zoë@contoso.com"}\n'
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
