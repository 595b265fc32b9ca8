import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.photos.readings import Size
from tests.commands.conftest import Run
from tests.photos.examples import photo, thumbnails_of


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / "one.jpg").write_bytes(photo(1).data)
    (tmp_path / "small.jpg").write_bytes(thumbnails_of(1)[Size.M].data)
    (tmp_path / "two.jpg").write_bytes(photo(2).data)
    (tmp_path / "broken.jpg").write_bytes(b"not a picture")
    return tmp_path


@pytest.mark.parametrize(
    ("other", "likeness"), [("one.jpg", "same"), ("small.jpg", "same"), ("two.jpg", "different")]
)
def test_two_files_are_compared(pictures: Path, run: Run, other: str, likeness: str) -> None:
    one, two = str(pictures / "one.jpg"), str(pictures / other)
    status, output, _ = run("compare", one, two, "--json")
    found = json.loads(output)
    assert status == 0
    assert (found["a"], found["b"], found["likeness"]) == (one, two, likeness)
    assert isinstance(found["distance"], float)


def test_text_shows_likeness_and_distance(pictures: Path, run: Run) -> None:
    status, output, errors = run("compare", str(pictures / "one.jpg"), str(pictures / "one.jpg"))
    assert (status, output, errors) == (0, "same (distance 0.000)\n", "")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("broken.jpg", "not a picture (not_an_image)"),
        ("nowhere.jpg", "No such file or directory"),
        ("", "Is a directory"),
    ],
)
def test_a_file_that_cannot_be_compared_is_named_with_the_reason(
    pictures: Path, run: Run, name: str, reason: str
) -> None:
    arguments = ("compare", str(pictures / "one.jpg"), str(pictures / name))
    status, output, errors = run(*arguments)
    assert (status, output) == (1, "")
    assert errors == f"{pictures / name}: {reason}\n"
    status, output, errors = run(*arguments, "--json")
    assert (status, errors) == (1, "")
    assert json.loads(output)["error"].endswith(reason)


@pytest.mark.timeout(20)
def test_a_file_without_an_end_is_too_large(pictures: Path, run: Run) -> None:
    status, _, errors = run("compare", str(pictures / "one.jpg"), "/dev/zero")
    assert (status, errors) == (1, "/dev/zero: not a picture (too_large)\n")


def test_comparing_needs_no_bot_framework_and_no_settings(pictures: Path) -> None:
    script = (
        "import sys; from bot.__main__ import main\n"
        "status = main(['compare', sys.argv[1], sys.argv[1]])\n"
        "assert not {'botbuilder', 'aiohttp', 'psycopg', 'msal'} & set(sys.modules)\n"
        "sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(pictures / "one.jpg")],
        env={"PHOTOBOT_PORT": "nonsense"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "same (distance 0.000)\n"), done.stderr
