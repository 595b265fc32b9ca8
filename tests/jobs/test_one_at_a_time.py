import asyncio

import pytest

from bot.jobs.one_at_a_time import OneAtATime


class Batch:
    """Work that goes on until it is let go, and fails where it is told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.under_way = 0
        self.let_go = asyncio.Semaphore(0)
        self.failing = False

    async def __call__(self) -> int:
        self.begun += 1
        self.under_way += 1
        assert self.under_way == 1
        await self.let_go.acquire()
        self.under_way -= 1
        if self.failing:
            raise ConnectionError
        return self.begun


async def test_a_call_while_the_work_runs_returns_at_once_and_has_it_run_once_more() -> None:
    batch = Batch()
    once = OneAtATime(batch)
    running = asyncio.create_task(once())
    await asyncio.sleep(0)
    assert [await once(), await once()] == [None, None]
    batch.let_go.release()
    batch.let_go.release()
    assert await running == 2
    assert batch.begun == 2


async def test_after_a_failure_the_work_can_be_run_again() -> None:
    batch = Batch()
    once = OneAtATime(batch)
    batch.failing = True
    batch.let_go.release()
    with pytest.raises(ConnectionError):
        await once()
    batch.failing = False
    batch.let_go.release()
    assert await once() == 2
