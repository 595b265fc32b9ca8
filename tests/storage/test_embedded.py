import asyncio
import gc
from collections.abc import Coroutine, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from types import coroutine

import pytest
from psycopg import AsyncConnection

from bot.storage.embedded import delete_everything, embedded_postgres
from bot.storage.errors import EmbeddedPostgresError
from tests.postgres import command
from tests.storage.processes import ask, mode, postmasters, server_user, supervisors
from tests.waiting import until


async def test_a_new_folder_holds_an_empty_database(folder: Path) -> None:
    async with embedded_postgres(folder / "new" / "postgres") as url:
        assert await ask(url, "show server_encoding") == "UTF8"
        assert (
            await ask(url, "select datcollate from pg_database where datname = 'postgres'") == "C"
        )
        assert await ask(url, "show data_checksums") == "on"
        assert await ask(url, "show fsync") == "on"
        assert await ask(url, "show synchronous_commit") == "on"
        assert await ask(url, "show timezone") == "UTC"


async def test_data_is_there_at_the_next_start(used_folder: Path) -> None:
    async with embedded_postgres(used_folder) as url:
        await command(url, "create table if not exists {} (id int)", "kept")
    async with embedded_postgres(used_folder) as url:
        assert await ask(url, "select count(*) from kept") == 0


async def test_everything_can_be_deleted(used_folder: Path) -> None:
    async with embedded_postgres(used_folder) as url:
        await command(url, "create table {} (id int)", "deleted")
        await delete_everything(url)
        assert await ask(url, "select to_regclass('deleted')") is None


async def test_nothing_is_deleted_under_a_process_that_uses_it(used_folder: Path) -> None:
    async with embedded_postgres(used_folder) as url, await AsyncConnection.connect(url):
        with pytest.raises(EmbeddedPostgresError, match="another process"):
            await delete_everything(url)
        assert await ask(url, "select 1") == 1


async def test_the_server_stops_with_its_last_user(used_folder: Path) -> None:
    async with embedded_postgres(used_folder):
        assert len(postmasters(used_folder)) == 1
    assert not postmasters(used_folder)
    await until(lambda: not supervisors(used_folder))


async def test_only_its_own_user_can_reach_the_server(used_folder: Path) -> None:
    used_folder.chmod(0o755)
    async with embedded_postgres(used_folder) as url:
        [server] = postmasters(used_folder)
        assert await ask(url, "show listen_addresses") == ""
        assert [connection.family for connection in server.net_connections()] == []
        assert mode(used_folder) == 0o700
        assert mode(used_folder / "data") == 0o700
        assert mode(used_folder / ".s.PGSQL.5432") == 0o700
        with pytest.raises(Exception, match="no pg_hba"):
            await ask(url.replace("photobot@", "stranger@"), "select 1")


async def test_the_server_never_runs_as_root(used_folder: Path) -> None:
    async with embedded_postgres(used_folder):
        processes = postmasters(used_folder) + supervisors(used_folder)
        assert len(processes) == 2
        assert all(0 not in (*process.uids(), *process.gids()) for process in processes)


async def test_processes_that_use_one_folder_share_one_server(used_folder: Path) -> None:
    async with server_user(used_folder):
        [server] = postmasters(used_folder)
        async with embedded_postgres(used_folder) as url:
            assert postmasters(used_folder) == [server]
        async with embedded_postgres(used_folder) as url:
            assert await ask(url, "select 1") == 1
            assert postmasters(used_folder) == [server]
    assert not postmasters(used_folder)


async def test_the_server_outlives_the_process_that_started_it(used_folder: Path) -> None:
    async with embedded_postgres(used_folder):
        async with server_user(used_folder) as other:
            pass
        assert other.returncode == 0
    async with server_user(used_folder) as first, embedded_postgres(used_folder) as url:
        assert first.stdin is not None
        first.stdin.close()
        await first.wait()
        assert await ask(url, "select 1") == 1


async def test_concurrent_starts_share_one_server(folder: Path) -> None:
    postgres = folder / "postgres"

    async def use(barrier: asyncio.Barrier) -> int:
        async with embedded_postgres(postgres) as url:
            assert await ask(url, "select 1") == 1
            await barrier.wait()
            return len(postmasters(postgres))

    everybody = asyncio.Barrier(4)
    assert await asyncio.gather(*(use(everybody) for _ in range(4))) == [1, 1, 1, 1]
    assert not postmasters(postgres)


async def test_concurrent_starts_and_stops_always_find_a_server(used_folder: Path) -> None:
    async def come_and_go() -> None:
        for _ in range(5):
            async with embedded_postgres(used_folder) as url:
                assert await ask(url, "select 1") == 1

    await asyncio.gather(*(come_and_go() for _ in range(3)))
    assert not postmasters(used_folder)


async def test_a_cancelled_start_leaves_no_server(used_folder: Path) -> None:
    async def use(started: asyncio.Event) -> None:
        async with embedded_postgres(used_folder):
            started.set()
            await asyncio.Event().wait()

    # On a busy machine a start may be over before it is seen to have begun: then it is no case.
    for _ in range(5):
        started = asyncio.Event()
        start = asyncio.create_task(use(started))
        await until(lambda: supervisors(used_folder))
        start.cancel()
        with pytest.raises(asyncio.CancelledError):
            await start
        await until(lambda: not postmasters(used_folder) and not supervisors(used_folder))
        if not started.is_set():
            return
    pytest.fail("no start was cancelled before its end")


async def test_a_start_cancelled_at_any_step_leaves_no_connection(used_folder: Path) -> None:
    async with server_user(used_folder):
        for step in range(100):
            async with AsyncExitStack() as uses:
                starting = uses.enter_async_context(embedded_postgres(used_folder))
                if not await is_cancelled_at(step, starting):
                    return
                # A connection that nobody closed warns when it is collected.
                gc.collect()
    pytest.fail("no start was left alone until its end")


async def test_a_stop_cancelled_at_any_step_leaves_no_connection(used_folder: Path) -> None:
    async with server_user(used_folder):
        for step in range(100):
            uses = AsyncExitStack()
            await uses.enter_async_context(embedded_postgres(used_folder))
            if not await is_cancelled_at(step, uses.aclose()):
                return
            gc.collect()
    pytest.fail("no stop was left alone until its end")


@coroutine
def is_cancelled_at(
    step: int, work: Coroutine[object, None, object]
) -> Generator[object, None, bool]:
    """Run the coroutine, and cancel it where it waits for the time numbered `step`, from 0.

    False where it had ended before that; a coroutine that goes on as if nothing was fails.
    """
    try:
        for _ in range(step):
            yield work.send(None)
        work.send(None)
    except StopIteration:
        return False
    try:
        waits_for = work.throw(asyncio.CancelledError())
        while True:
            yield waits_for
            waits_for = work.send(None)
    except asyncio.CancelledError:
        return True
    except StopIteration:
        pytest.fail("the cancellation was swallowed")
