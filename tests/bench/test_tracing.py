import json
import sys
from pathlib import Path

from bench.structure.tracing import Entered


def entered_by(entered: Entered, path: Path, text: str) -> None:
    """Run a text as if it stood in this file."""
    code = compile(text, str(path), "exec")
    sys.setprofile(entered.note)
    try:
        exec(code, {})
    finally:
        sys.setprofile(None)


def written(entered: Entered, output: Path) -> list[str]:
    entered.write()
    paths: list[str] = json.loads(output.read_text())
    return paths


def test_files_in_which_a_function_runs_are_noted_once_and_only_since_the_last_time(
    tmp_path: Path,
) -> None:
    output = tmp_path / "entered.json"
    entered = Entered(tmp_path, output)
    function = "def act(): ...\nact()\nact()\n"
    entered_by(entered, tmp_path / "bot" / "two.py", function)
    entered_by(entered, tmp_path / "bot" / "one.py", function)
    assert written(entered, output) == ["bot/one.py", "bot/two.py"]
    entered_by(entered, tmp_path / "cards" / "one.py", function)
    assert written(entered, output) == ["cards/one.py"]


def test_what_an_import_runs_and_what_lies_elsewhere_is_not_noted(tmp_path: Path) -> None:
    output = tmp_path / "entered.json"
    entered = Entered(tmp_path, output)
    entered_by(entered, tmp_path / "bot" / "one.py", "class Some:\n    name = 1\n")
    entered_by(entered, tmp_path / "botany" / "one.py", "def act(): ...\nact()\n")
    assert written(entered, output) == []
