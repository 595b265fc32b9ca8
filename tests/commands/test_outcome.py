import json

import pytest

from bot.commands.outcome import Outcome

DONE = Outcome(0, {"upn": "zoë@contoso.com"}, ("one", "two"))


def test_programs_get_one_json_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert DONE.tell(as_json=True) == 0
    written = capsys.readouterr()
    assert written.out == '{"upn": "zoë@contoso.com"}\n'
    assert written.err == ""


def test_people_get_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert DONE.tell(as_json=False) == 0
    assert capsys.readouterr().out == "one\ntwo\n"


def test_what_went_wrong_is_told_to_people_beside_the_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert Outcome.failed({"upn": "a"}, "nobody").tell(as_json=False) == 1
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "nobody\n")


def test_what_went_wrong_is_told_to_programs_in_the_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert Outcome.failed({"upn": "a"}, "nobody").tell(as_json=True) == 1
    assert json.loads(capsys.readouterr().out) == {"upn": "a", "error": "nobody"}
