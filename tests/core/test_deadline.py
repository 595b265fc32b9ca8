"""What a deadline ends, and what it leaves alone."""

import asyncio

import pytest

from bot.core.deadline import Deadline


async def late() -> str:
    await asyncio.Event().wait()
    return "done"


async def done() -> str:
    return "done"


async def test_work_that_is_done_in_time_gives_its_result() -> None:
    assert await Deadline.after(5).result_of(done(), "late") == "done"


async def test_work_that_is_not_done_in_time_is_cancelled() -> None:
    assert await Deadline.after(0.01).result_of(late(), "late") == "late"


async def test_several_pieces_of_work_share_one_deadline() -> None:
    deadline = Deadline.after(0.05)
    async with asyncio.timeout(5):
        for _ in range(100):
            assert await deadline.result_of(late(), "late") == "late"


async def test_a_time_out_of_the_works_own_is_not_taken_for_the_deadline() -> None:
    async def times_out() -> str:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await Deadline.after(5).result_of(times_out(), "late")


async def test_whoever_waits_can_be_cancelled() -> None:
    task = asyncio.create_task(Deadline.after(5).result_of(late(), "late"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
