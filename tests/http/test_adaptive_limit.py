import asyncio

from bot.http.adaptive_limit import RAISED_AFTER, AdaptiveLimit


async def succeed(limit: AdaptiveLimit, times: int) -> None:
    for _ in range(times):
        async with limit.slot():
            await limit.succeeded()


async def most_at_a_time(limit: AdaptiveLimit) -> int:
    running, most = 0, 0

    async def request() -> None:
        nonlocal running, most
        async with limit.slot():
            running, most = running + 1, max(most, running + 1)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(request() for _ in range(20)))
    return most


async def test_no_more_than_the_bound_run_at_a_time() -> None:
    assert await most_at_a_time(AdaptiveLimit(4)) == 4


async def test_a_time_out_halves_the_bound_down_to_one() -> None:
    limit = AdaptiveLimit(4)
    for bound in (2, 1, 1):
        async with limit.slot() as slot:
            limit.timed_out(slot)
        assert limit.limit == bound
        assert await most_at_a_time(limit) == bound


async def test_requests_that_time_out_together_halve_it_once() -> None:
    limit = AdaptiveLimit(8)
    async with limit.slot() as first, limit.slot() as second, limit.slot() as third:
        for slot in (first, second, third):
            limit.timed_out(slot)
    assert limit.limit == 4


async def test_successes_raise_it_again_up_to_where_it_began() -> None:
    limit = AdaptiveLimit(4)
    async with limit.slot() as slot:
        limit.timed_out(slot)
    await succeed(limit, RAISED_AFTER - 1)
    assert limit.limit == 2
    await succeed(limit, 1)
    assert limit.limit == 3
    await succeed(limit, 5 * RAISED_AFTER)
    assert limit.limit == 4
    assert await most_at_a_time(limit) == 4


async def test_a_waiting_request_gets_the_slot_of_one_that_was_cancelled() -> None:
    limit = AdaptiveLimit(1)
    entered = asyncio.Event()

    async def hold() -> None:
        async with limit.slot():
            entered.set()
            await asyncio.Event().wait()

    holder = asyncio.create_task(hold())
    await entered.wait()
    waiting = asyncio.create_task(succeed(limit, 1))
    await asyncio.sleep(0)
    holder.cancel()
    async with asyncio.timeout(5):
        await waiting
