"""Where the package is written: only a package is replaced, and never by half of one."""

import os
import resource
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.commands.conftest import logs_as_before
from tests.config.conftest import nothing_set
from tests.manifest.test_package import manifest_of, package, registered

__all__ = ["logs_as_before", "nothing_set", "registered"]


def test_a_file_that_is_no_package_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / ".env"
    file.write_text("MicrosoftAppPassword=secret")
    assert main(["package", str(file), "--domain=a.example"]) == 1
    assert f"{file} already exists and isn't an app package" in capsys.readouterr().err
    assert file.read_text() == "MicrosoftAppPassword=secret"


def test_an_empty_file_becomes_the_package(tmp_path: Path) -> None:
    # As mktemp leaves one for whoever wants a name that nobody else has.
    (tmp_path / "photobot.zip").touch()
    assert manifest_of(package(tmp_path, "--domain=a.example"))["validDomains"] == ["a.example"]


def test_what_is_empty_and_no_file_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for each in (pipe, tmp_path):
        assert main(["package", str(each), "--domain=a.example"]) == 1
        assert f"{each} already exists" in capsys.readouterr().err
    assert pipe.is_fifo()


@pytest.mark.parametrize("earlier", [True, False])
def test_a_full_disk_leaves_no_half_of_a_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, earlier: bool
) -> None:
    file = tmp_path / "photobot.zip"
    if earlier:
        package(tmp_path, "--domain=a.example")
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        assert main(["package", str(file), "--domain=b.example"]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "File too large" in capsys.readouterr().err
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before
    assert manifest_of(package(tmp_path, "--domain=b.example"))["validDomains"] == ["b.example"]


def test_a_link_to_a_package_stays_one(tmp_path: Path) -> None:
    (tmp_path / "photobot.zip").symlink_to(tmp_path / "target.zip")
    package(tmp_path, "--domain=a.example")
    package(tmp_path, "--domain=b.example")
    assert (tmp_path / "photobot.zip").is_symlink()
    assert {each.name for each in tmp_path.iterdir()} == {"photobot.zip", "target.zip"}


def test_an_earlier_package_is_replaced(tmp_path: Path) -> None:
    package(tmp_path, "--domain=a.example")
    again = manifest_of(package(tmp_path, "--domain=b.example"))
    assert again["validDomains"] == ["b.example"]


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nowhere" / "photobot.zip"
    assert main(["package", str(file), "--domain=a.example"]) == 1
    assert str(file) in capsys.readouterr().err
