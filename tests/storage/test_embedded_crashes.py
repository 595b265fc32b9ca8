import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from psycopg.pq import PGconn, Ping

from bot.storage.database import open_database
from bot.storage.embedded import embedded_postgres
from bot.storage.server.account import account_for
from bot.storage.server.binaries import binaries_for
from bot.storage.server.cluster import server_command
from bot.storage.server.home import settle
from tests.postgres import command
from tests.storage.processes import (
    PATIENCE_SECONDS,
    ask,
    is_alive,
    keepers,
    kill,
    postgres_processes,
    postmasters,
    server_user,
    until,
)

NOWHERE = Path("/nonexistent")


def nobody_runs(folder: Path) -> bool:
    return not postmasters(folder) and not keepers(folder)


async def test_what_a_killed_creation_left_is_done_over(folder: Path) -> None:
    half = folder / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    async with embedded_postgres(folder / "postgres") as url:
        assert await ask(url, "select 1") == 1
    assert not half.exists()


async def test_the_server_of_a_killed_user_ends_by_itself(made_folder: Path) -> None:
    async with server_user(made_folder) as user:
        kill(user)
        await until(lambda: nobody_runs(made_folder))


async def test_the_server_stays_for_those_who_were_not_killed(made_folder: Path) -> None:
    async with server_user(made_folder) as user, embedded_postgres(made_folder) as url:
        [server] = postmasters(made_folder)
        kill(user)
        await user.wait()
        assert await ask(url, "select 1") == 1
        assert postmasters(made_folder) == [server]


async def test_after_everything_was_killed_nothing_told_as_done_is_undone(
    made_folder: Path,
) -> None:
    async with server_user(made_folder) as user, embedded_postgres(made_folder) as url:
        await command(url, "create table {} as select 1 as id", "told_as_done")
        everything = postgres_processes(made_folder)
        kill(*keepers(made_folder), user, *everything)
        await until(lambda: not any(map(is_alive, everything)))
    async with embedded_postgres(made_folder) as url:
        assert await ask(url, "select id from told_as_done") == 1
        assert len(postmasters(made_folder)) == 1


async def test_a_killed_server_is_started_again_for_those_who_use_it(made_folder: Path) -> None:
    async with open_database(None, made_folder) as database:
        [first] = postmasters(made_folder)
        kill(first)
        await until(lambda: postmasters(made_folder) not in ([], [first]))
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await database.is_healthy():
                pass


async def test_a_killed_keeper_is_replaced_for_those_who_use_it(made_folder: Path) -> None:
    async with embedded_postgres(made_folder) as url, server_user(made_folder):
        [first] = keepers(made_folder)
        kill(first)
        await until(lambda: keepers(made_folder) not in ([], [first]))
        await until(lambda: len(postmasters(made_folder)) == 1)
        await until_it_answers(url)
    assert not postmasters(made_folder)


@pytest.mark.skipif(sys.platform != "linux", reason="a parent's end is told on Linux only")
async def test_a_server_does_not_outlive_its_keeper(made_folder: Path) -> None:
    async with server_user(made_folder) as user:
        kill(*keepers(made_folder), user)
        await until(lambda: nobody_runs(made_folder))


async def test_an_orphaned_server_gives_way_to_the_next(made_folder: Path) -> None:
    orphan = await start_without_keeper(made_folder)
    async with embedded_postgres(made_folder) as url:
        assert orphan.poll() is not None
        assert await ask(url, "select 1") == 1
        assert len(postmasters(made_folder)) == 1


async def test_another_process_with_the_number_of_the_old_server_is_left_alone(
    made_folder: Path, bystander: psutil.Process
) -> None:
    pid_file = made_folder / "data" / "postmaster.pid"
    pid_file.write_text(f"{bystander.pid}\n{made_folder}/data\n1700000000\n5432\n")
    (made_folder / ".s.PGSQL.5432.lock").write_text(pid_file.read_text())
    (made_folder / ".s.PGSQL.5432").touch()
    (made_folder / "keeper.sock").touch()
    async with embedded_postgres(made_folder) as url:
        assert await ask(url, "select 1") == 1
        assert is_alive(bystander)


@pytest.fixture
def bystander(made_folder: Path) -> Iterator[psutil.Process]:
    """A process of the user who runs Postgres, in its folder even."""
    account = account_for(made_folder)
    user = account.uid if account.is_somebody_else else None
    with subprocess.Popen(["sleep", "60"], cwd=made_folder / "data", user=user) as process:
        yield psutil.Process(process.pid)
        process.kill()


async def start_without_keeper(folder: Path) -> subprocess.Popen[bytes]:
    async with embedded_postgres(folder):
        pass
    home = await settle(folder, NOWHERE)
    line = server_command(home, await binaries_for(home.account, NOWHERE))
    user = home.account.uid if os.geteuid() == 0 else None
    orphan = subprocess.Popen(line, user=user, stderr=subprocess.DEVNULL)
    await until_it_answers(home.url)
    return orphan


async def until_it_answers(url: str) -> None:
    await until(lambda: PGconn.ping(url.encode()) == Ping.OK)
