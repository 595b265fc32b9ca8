import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from bot.storage.embedded import embedded_postgres
from bot.storage.errors import EmbeddedPostgresError
from bot.storage.server import binaries
from tests.postgres import command
from tests.storage.processes import ask, mode, postmasters, server_user

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to switch users")


@pytest.fixture
def closed(folder: Path) -> Path:
    """A folder that root alone may enter."""
    path = folder / "closed"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture
def fallback(folder: Path) -> Path:
    return folder / "fallback"


@pytest.mark.parametrize("name", ["one, two", 'it\'s "quoted"', "100%25 ünïcode"])
async def test_any_folder_name_works(folder: Path, made_folder: Path, name: str) -> None:
    moved = made_folder.rename(folder / name)
    async with embedded_postgres(moved) as url:
        assert await ask(url, "show data_directory") == f"{moved}/data"
        sockets = await sockets_of(url)
    if sockets != moved:
        shutil.rmtree(sockets)


async def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(
    folder: Path, made_folder: Path
) -> None:
    long = folder / ("long" * 25)
    made_folder.rename(long)
    async with server_user(long), embedded_postgres(long) as url:
        sockets = await sockets_of(url)
        assert sockets.parent == Path("/tmp")
        assert mode(sockets) == 0o700
        assert sockets.stat().st_uid == long.stat().st_uid
    shutil.rmtree(sockets)


async def test_a_relative_path_names_the_same_folder(
    made_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made_folder.parent)
    async with embedded_postgres(Path("postgres")) as one, embedded_postgres(made_folder) as other:
        assert one == other


@as_root
async def test_below_a_folder_that_only_root_enters_the_data_is_in_the_fallback(
    closed: Path, fallback: Path
) -> None:
    folder = closed / "photobot" / "postgres"
    for _ in range(2):
        async with embedded_postgres(folder, fallback=fallback) as url:
            await command(url, "create table if not exists {} (id int)", "kept")
            [server] = postmasters((folder / "moved-to").readlink())
            assert server.uids().effective != 0
    assert [path.name for path in folder.iterdir()] == ["moved-to"]
    assert len(list(fallback.iterdir())) == 1
    assert mode(closed) == 0o700


@as_root
async def test_a_recreated_folder_starts_empty(closed: Path, fallback: Path) -> None:
    folder = closed / "postgres"
    async with embedded_postgres(folder, fallback=fallback) as url:
        await command(url, "create table {} (id int)", "forgotten")
    shutil.rmtree(folder)
    async with embedded_postgres(folder, fallback=fallback) as url:
        assert await ask(url, "select to_regclass('forgotten')") is None


@as_root
async def test_programs_that_only_root_reaches_are_copied_once(
    closed: Path, fallback: Path, made_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = install_wheel_in(closed)
    monkeypatch.syspath_prepend(copied)
    for _ in range(2):
        async with embedded_postgres(made_folder, fallback=fallback) as url:
            [server] = postmasters(made_folder)
            assert Path(server.exe()).is_relative_to(fallback)
            assert await ask(url, "select 1") == 1
        [copies] = fallback.iterdir()
        assert not [path for path in copies.rglob("*") if others_may_write(path)]
    assert mode(closed) == 0o700


@as_root
async def test_the_owner_of_the_folder_runs_its_server(made_folder: Path) -> None:
    for path in (made_folder, *made_folder.rglob("*")):
        os.chown(path, 65534, 65534)
    async with embedded_postgres(made_folder) as url:
        [server] = postmasters(made_folder)
        assert server.uids().effective == 65534
        assert await ask(url, "select 1") == 1


@as_root
async def test_a_socket_folder_of_somebody_else_is_refused(folder: Path, made_folder: Path) -> None:
    long = folder / ("long" * 25)
    made_folder.rename(long)
    async with embedded_postgres(long) as url:
        sockets = await sockets_of(url)
    os.chown(sockets, 12345, 12345)
    with pytest.raises(EmbeddedPostgresError, match="belongs to another user"):
        async with embedded_postgres(long):
            pass
    shutil.rmtree(sockets)


async def sockets_of(url: str) -> Path:
    shown = str(await ask(url, "show unix_socket_directories"))
    return Path(shown.removeprefix('"').removesuffix('"').replace('""', '"'))


def install_wheel_in(folder: Path) -> Path:
    packages = binaries._packages()
    for part in (binaries.PROGRAMS, binaries.LIBRARIES):
        shutil.copytree(packages / part, folder / part)
    (folder / binaries.PACKAGE / "__init__.py").touch()
    subprocess.run(["chmod", "--recursive", "go=", folder], check=True)
    return folder


def others_may_write(path: Path) -> bool:
    return not path.is_symlink() and bool(path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH))
