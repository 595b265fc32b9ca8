"""A login that stalls delays nobody for long, and no other work at all."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, get_ident

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import Retries
from bot.m365.tokens import AppTokens
from tests.m365.fakes import FakeTime
from tests.m365.sign_ins import GRAPH, SHAREPOINT, FakeSignIn
from tests.waiting import until


@pytest.fixture
def stall(entra: FakeSignIn) -> Iterator[Event]:
    """The next two sign-ins get no answer until this is set."""
    stalling = Event()
    entra.stalls = [stalling, stalling]
    yield stalling
    stalling.set()


async def test_a_login_that_stalls_is_waited_for_for_a_while_only(
    entra: FakeSignIn, stall: Event
) -> None:
    tokens = AppTokens(entra.connect, seconds=0.05)
    async with asyncio.timeout(5):
        with pytest.raises(ServiceFailure) as failure:
            await tokens.token(GRAPH)
    assert failure.value.why is FailureReason.TIMED_OUT


async def test_while_the_login_stalls_further_callers_fail_at_once(
    entra: FakeSignIn, stall: Event, time: FakeTime, retries: Retries
) -> None:
    tokens = AppTokens(entra.connect, retries=retries, seconds=8.0)
    first = asyncio.create_task(tokens.token(GRAPH))
    await until(lambda: entra.asked)
    time.now = 8.0
    async with asyncio.timeout(5):
        with pytest.raises(ServiceFailure) as failure:
            await tokens.token(GRAPH)
    assert failure.value.why is FailureReason.TIMED_OUT
    stall.set()
    assert await first == "token-1"


async def test_a_sign_in_that_was_late_gives_the_token_to_later_callers(
    entra: FakeSignIn, stall: Event
) -> None:
    tokens = AppTokens(entra.connect, seconds=0.05)
    with pytest.raises(ServiceFailure):
        await tokens.token(GRAPH)
    stall.set()
    assert await token_in_the_end(tokens) == "token-1"
    assert entra.asked == [GRAPH]


async def test_a_login_that_stalls_delays_nobody_while_the_token_is_good(
    entra: FakeSignIn, stall: Event, time: FakeTime, retries: Retries
) -> None:
    stalls, entra.stalls = entra.stalls, []
    tokens = AppTokens(entra.connect, retries=retries, early=0.05)
    assert await tokens.token(GRAPH) == "token-1"
    time.now, entra.stalls = 3400.0, stalls
    async with asyncio.timeout(5):
        assert await tokens.token(GRAPH) == "token-1"
    time.now = 3500.0
    async with asyncio.timeout(5):
        assert await tokens.token(GRAPH) == "token-1"
    assert len(entra.asked) == 2


async def test_a_request_that_is_lost_is_followed_by_another(
    entra: FakeSignIn, stall: Event
) -> None:
    entra.stalls.pop()
    tokens = AppTokens(entra.connect, second_after=0.05)
    async with asyncio.timeout(5):
        assert await tokens.token(GRAPH) == "token-2"


async def test_a_sign_in_that_stalls_holds_up_no_other_and_no_other_work(
    entra: FakeSignIn, stall: Event
) -> None:
    entra.stalls = [stall] * 32
    tokens = AppTokens(entra.connect, second_after=0.0)
    stalled = [asyncio.create_task(tokens.token(f"{GRAPH}{each}")) for each in range(7)]
    await until(lambda: len(entra.asked) == 14)
    entra.stalls.clear()
    async with asyncio.timeout(5):
        assert await asyncio.to_thread(get_ident)
        assert await tokens.token(SHAREPOINT)
    stall.set()
    await asyncio.gather(*stalled)


async def token_in_the_end(tokens: AppTokens) -> str:
    async with asyncio.timeout(5):
        while True:
            with suppress(ServiceFailure):
                return await tokens.token(GRAPH)
            await asyncio.sleep(0.005)
