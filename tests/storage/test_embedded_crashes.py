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
from bot.storage.readiness import why_it_takes_no_writes
from bot.storage.server.binaries import binaries_for
from bot.storage.server.cluster import server_command
from bot.storage.server.folder import prepare_folder
from bot.storage.server.os_user import user_for
from tests.postgres import command
from tests.storage.processes import (
    ask,
    is_alive,
    kill,
    postgres_processes,
    postmasters,
    server_user,
    supervisors,
)
from tests.waiting import PATIENCE_SECONDS, until

NOWHERE = Path("/nonexistent")


def nothing_runs(folder: Path) -> bool:
    return not postmasters(folder) and not supervisors(folder)


async def test_a_half_created_data_folder_is_created_again(folder: Path) -> None:
    half = folder / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    async with embedded_postgres(folder / "postgres") as url:
        assert await ask(url, "select 1") == 1
    assert not half.exists()


async def test_the_server_stops_when_its_only_user_is_killed(made_folder: Path) -> None:
    async with server_user(made_folder) as user:
        kill(user)
        await until(lambda: nothing_runs(made_folder))


async def test_the_server_stays_when_one_of_two_users_is_killed(made_folder: Path) -> None:
    async with server_user(made_folder) as user, embedded_postgres(made_folder) as url:
        [server] = postmasters(made_folder)
        kill(user)
        await user.wait()
        assert await ask(url, "select 1") == 1
        assert postmasters(made_folder) == [server]


async def test_committed_data_survives_the_kill_of_every_process(
    made_folder: Path,
) -> None:
    async with server_user(made_folder) as user, embedded_postgres(made_folder) as url:
        await command(url, "create table {} as select 1 as id", "committed")
        everything = postgres_processes(made_folder)
        kill(*supervisors(made_folder), user, *everything)
        await until(lambda: not any(map(is_alive, everything)))
    async with embedded_postgres(made_folder) as url:
        assert await ask(url, "select id from committed") == 1
        assert len(postmasters(made_folder)) == 1


async def test_a_killed_server_is_restarted_for_its_users(made_folder: Path) -> None:
    async with open_database(None, made_folder) as database:
        [first] = postmasters(made_folder)
        kill(first)
        await until(lambda: postmasters(made_folder) not in ([], [first]))
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await why_it_takes_no_writes(database):
                pass


async def test_a_killed_supervisor_is_replaced_for_its_users(made_folder: Path) -> None:
    async with embedded_postgres(made_folder) as url, server_user(made_folder):
        [first] = supervisors(made_folder)
        kill(first)
        await until(lambda: supervisors(made_folder) not in ([], [first]))
        await until(lambda: len(postmasters(made_folder)) == 1)
        await until_it_answers(url)
    assert not postmasters(made_folder)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux signals the end of a parent")
async def test_a_server_does_not_outlive_its_supervisor(made_folder: Path) -> None:
    async with server_user(made_folder) as user:
        kill(*supervisors(made_folder), user)
        await until(lambda: nothing_runs(made_folder))


async def test_a_leftover_server_is_ended_at_the_next_start(made_folder: Path) -> None:
    leftover = await start_without_supervisor(made_folder)
    async with embedded_postgres(made_folder) as url:
        assert leftover.poll() is not None
        assert await ask(url, "select 1") == 1
        assert len(postmasters(made_folder)) == 1


async def test_an_unrelated_process_with_the_recorded_pid_is_left_alone(
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
    """A process of the user who runs Postgres, in the data folder but of another name."""
    owner = user_for(made_folder)
    user = owner.uid if owner.is_other else None
    with subprocess.Popen(["sleep", "60"], cwd=made_folder / "data", user=user) as process:
        yield psutil.Process(process.pid)
        process.kill()


async def start_without_supervisor(folder: Path) -> subprocess.Popen[bytes]:
    async with embedded_postgres(folder):
        pass
    server = await prepare_folder(folder, NOWHERE)
    line = server_command(server, await binaries_for(server.user, NOWHERE))
    user = server.user.uid if os.geteuid() == 0 else None
    leftover = subprocess.Popen(line, user=user, stderr=subprocess.DEVNULL)
    await until_it_answers(server.url)
    return leftover


async def until_it_answers(url: str) -> None:
    await until(lambda: PGconn.ping(url.encode()) == Ping.OK)
