import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from bot.core.in_order import in_order


async def numbers(most: int) -> AsyncIterator[int]:
    for number in range(most):
        yield number


async def test_results_come_in_the_order_of_the_things() -> None:
    async def work(number: int) -> int:
        # Later ones are done first.
        for _ in range(10 - number):
            await asyncio.sleep(0)
        return number

    assert [each async for each in in_order(work, numbers(10), ahead=4)] == list(range(10))


async def test_no_more_than_a_few_are_worked_on() -> None:
    running, most = 0, 0

    async def work(number: int) -> int:
        nonlocal running, most
        running, most = running + 1, max(most, running + 1)
        await asyncio.sleep(0)
        running -= 1
        return number

    assert len([each async for each in in_order(work, numbers(50), ahead=3)]) == 50
    assert most == 3


async def test_a_failure_is_raised_and_the_rest_is_cancelled() -> None:
    cancelled = []

    async def work(number: int) -> int:
        if number == 0:
            raise ValueError
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(number)
            raise
        return number

    async with aclosing(in_order(work, numbers(9), ahead=3)) as results:
        with pytest.raises(ValueError, match=r"^$"):
            await anext(results)
    assert cancelled == [1, 2]
