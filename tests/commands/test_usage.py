import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from bot.__main__ import main
from bot.config.problems import read_settings
from bot.core.failures import FailureReason, ServiceFailure
from tests.commands.conftest import Run


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("repair",),
        ("check",),
        ("sync",),
        ("check", " "),
        ("sync", ""),
        ("compare", "a.jpg"),
        ("check", "a@b", "--loud"),
        ("check", "a@b", "--dry-run"),
        ("export", "a@b", "--dry-run"),
        ("serve", "--json"),
        ("serve", "--no-worker", "3978"),
        ("worker", "--no-worker"),
        ("worker", "drain"),
        ("doctor", "amara@contoso.com"),
        ("package",),
        ("watch",),
        ("watch", "stop"),
        ("campaigns",),
        ("campaigns", "start"),
        ("campaigns", "start", "--from-census", "--name", " "),
        ("campaigns", "start", "--from-census", "--name", "a\nb"),
        ("campaigns", "pause"),
        ("campaigns", "pause", "March"),
        ("campaigns", "list", "--csv"),
        ("campaigns", "report", "00000000-0000-0000-0000-000000000001", "--csv", "--json"),
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    written = capsys.readouterr()
    assert ended.value.code == 2
    assert written.out == ""
    assert "usage: python -m bot" in written.err


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_with_nothing_set_every_missing_setting_is_named_and_the_status_is_1(
    run: Run, command: str
) -> None:
    status, output, errors = run(command)
    assert (status, output) == (1, "")
    lines = errors.splitlines()
    assert lines[0] == "Photobot can't start: these settings are missing or wrong:"
    assert [line.strip().partition(": ")[0] for line in lines[1:]] == [
        "MicrosoftAppId",
        "MicrosoftAppTenantId",
        "MicrosoftAppPassword",
    ]


def test_serve_with_nothing_set_exits_with_1_and_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"], env={}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "MicrosoftAppId" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_the_worker_and_how_to_serve_without_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for arguments in (["--help"], ["serve", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
    written = capsys.readouterr().out
    assert "the job worker alone" in written
    assert "--no-worker" in written


@pytest.mark.parametrize("command", ["check", "sync"])
def test_a_command_for_microsoft_365_names_missing_settings(run: Run, command: str) -> None:
    status, output, errors = run(command, "amara@contoso.com")
    assert (status, output) == (1, "")
    assert "PHOTOBOT_CLIENT_ID" in errors


@pytest.mark.parametrize("command", ["check", "sync"])
def test_a_command_that_cannot_start_still_prints_json(run: Run, command: str) -> None:
    status, output, errors = run(command, "amara@contoso.com", "--json")
    assert status == 1
    assert json.loads(output) == {"error": errors.removesuffix("\n")}


def test_a_setting_that_is_not_json_ends_the_command_with_the_remedy(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOBOT_SHAREPOINT_GEOS", "nonsense")
    status, _, errors = run("serve")
    assert status == 1
    assert "PHOTOBOT_SHAREPOINT_GEOS: give a JSON list" in errors


def test_a_setting_that_is_no_number_ends_the_command_with_what_to_give(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHOTOBOT_PORT", "abc")
    status, _, errors = run("check", "amara@contoso.com")
    assert status == 1
    assert "PHOTOBOT_PORT: give a whole number" in errors


def test_ctrl_c_ends_a_command_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"bot.__main__.{read_settings.__name__}_to_serve", interrupted)
    assert main(["serve"]) == 130


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("s3cret of Amara"), "RuntimeError at "),
        (PermissionError(13, "Permission denied", "/etc/ca.pem"), "Permission denied: /etc/ca.pem"),
        (
            ServiceFailure("entra", FailureReason.SIGN_IN_FAILED, code="AADSTS7000215"),
            "entra: sign_in_failed (AADSTS7000215)",
        ),
        (ExceptionGroup("s3cret", [ValueError("s3cret")]), "ExceptionGroup at "),
    ],
)
def test_whatever_breaks_a_command_is_said_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def broken(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr("bot.commands.compare.compare_files", broken)
    status, output, errors = run("compare", "a.jpg", "b.jpg", "--json")
    assert status == 1
    assert errors.startswith(f"Photobot can't go on: {said}")
    assert errors.count("\n") == 1
    assert json.loads(output) == {"error": errors.strip()}
    assert "s3cret" not in errors


def test_a_demo_that_cannot_write_says_so_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo"],
        env={"PHOTOBOT_FOLDER": str(tmp_path / "file"), "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Photobot can't start: Postgres cannot use" in done.stderr
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr
