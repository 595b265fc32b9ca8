"""One activity, one answer."""

import asyncio

import pytest

from bot.teams.deliveries import MOST_REMEMBERED, REMEMBERED_SECONDS, Deliveries
from tests.teams.fakes import Time


class Counter:
    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> int:
        self.count += 1
        await asyncio.sleep(0)
        return self.count


async def test_the_second_delivery_gets_the_first_answer() -> None:
    deliveries, answer = Deliveries[int](Time()), Counter()
    assert [await deliveries.once("a", answer) for _ in range(3)] == [1, 1, 1]


async def test_deliveries_at_one_time_share_one_answer() -> None:
    deliveries, answer = Deliveries[int](Time()), Counter()
    answers = await asyncio.gather(*(deliveries.once("a", answer) for _ in range(5)))
    assert answers == [1] * 5


async def test_another_activity_is_answered_anew() -> None:
    deliveries, answer = Deliveries[int](Time()), Counter()
    assert [await deliveries.once(key, answer) for key in "ab"] == [1, 2]


async def test_answers_are_forgotten_after_a_while() -> None:
    time = Time()
    deliveries, answer = Deliveries[int](time), Counter()
    await deliveries.once("a", answer)
    time.now += REMEMBERED_SECONDS
    assert await deliveries.once("a", answer) == 2


async def test_only_so_many_answers_are_kept() -> None:
    deliveries, answer = Deliveries[int](Time()), Counter()
    for number in range(MOST_REMEMBERED + 1):
        await deliveries.once(number, answer)
    assert await deliveries.once(0, answer) == MOST_REMEMBERED + 2
    assert await deliveries.once(MOST_REMEMBERED, answer) == MOST_REMEMBERED + 1


async def test_a_failure_is_not_kept() -> None:
    async def fail() -> int:
        raise LookupError

    deliveries = Deliveries[int](Time())
    with pytest.raises(LookupError):
        await deliveries.once("a", fail)
    assert await deliveries.once("a", Counter()) == 1


async def test_a_failure_is_told_to_all_that_wait_for_the_answer() -> None:
    async def fail() -> int:
        await asyncio.sleep(0)
        raise LookupError

    deliveries = Deliveries[int](Time())
    both = (deliveries.once("a", fail) for _ in range(2))
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert [type(each) for each in ended] == [LookupError, LookupError]


async def test_a_second_delivery_that_is_given_up_does_not_stop_the_first() -> None:
    going = asyncio.Event()

    async def wait() -> int:
        await going.wait()
        return 1

    deliveries = Deliveries[int](Time())
    first = asyncio.create_task(deliveries.once("a", wait))
    await asyncio.sleep(0)
    second = asyncio.create_task(deliveries.once("a", wait))
    await asyncio.sleep(0)
    second.cancel()
    going.set()
    assert await first == 1
