"""One answer for all who ask for the same thing, and for as long as answers are kept."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass, field

import pytest
from cachetools import TTLCache

from bot.core.single_flight import SingleFlight

KEPT_SECONDS = 300.0
MAX_KEPT = 20


@dataclass
class Work:
    """Counts how often it is begun, and ends when it is let."""

    begun: int = 0
    let: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None

    async def __call__(self) -> int:
        self.begun += 1
        await self.let.wait()
        if self.error:
            raise self.error
        return self.begun


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeping(clock: Clock) -> SingleFlight[int]:
    """Keeps so many answers, for a while."""
    kept: TTLCache[Hashable, int] = TTLCache(MAX_KEPT, KEPT_SECONDS, clock)
    return SingleFlight(kept)


@pytest.fixture(params=["kept", "not kept"])
def flight(request: pytest.FixtureRequest, keeping: SingleFlight[int]) -> SingleFlight[int]:
    """Keeps answers, or does not: while work goes on, that makes no difference."""
    return keeping if request.param == "kept" else SingleFlight[int]()


async def asking(flight: SingleFlight[int], about: str, work: Work) -> "asyncio.Task[int]":
    task = asyncio.create_task(flight.ask(about, work))
    await asyncio.sleep(0)
    return task


def ready() -> Work:
    work = Work()
    work.let.set()
    return work


async def test_calls_at_the_same_time_share_one_answer(flight: SingleFlight[int]) -> None:
    work = Work()
    asked = [await asking(flight, "amara", work) for _ in range(3)]
    work.let.set()
    assert await asyncio.gather(*asked) == [1, 1, 1]


async def test_a_later_call_gets_a_new_answer_where_answers_are_not_kept() -> None:
    flight, work = SingleFlight[int](), ready()
    assert [await flight.ask("amara", work) for _ in range(2)] == [1, 2]


async def test_a_later_call_gets_the_first_answer_where_answers_are_kept(
    keeping: SingleFlight[int],
) -> None:
    work = ready()
    assert [await keeping.ask("amara", work) for _ in range(3)] == [1, 1, 1]


async def test_different_keys_in_flight_are_not_mixed(flight: SingleFlight[int]) -> None:
    mine, theirs = Work(), Work()
    asked = [await asking(flight, "amara", mine), await asking(flight, "ben", theirs)]
    mine.let.set()
    theirs.let.set()
    await asyncio.gather(*asked)
    assert (mine.begun, theirs.begun) == (1, 1)


async def test_answers_of_different_keys_are_kept_apart(keeping: SingleFlight[int]) -> None:
    work = ready()
    assert [await keeping.ask(name, work) for name in ("amara", "ben", "amara")] == [1, 2, 1]


async def test_answers_are_forgotten_after_a_while(
    keeping: SingleFlight[int], clock: Clock
) -> None:
    work = ready()
    await keeping.ask("amara", work)
    clock.now += KEPT_SECONDS - 1
    assert await keeping.ask("amara", work) == 1
    clock.now += 1
    assert await keeping.ask("amara", work) == 2


async def test_only_so_many_answers_are_kept(keeping: SingleFlight[int]) -> None:
    work = ready()
    for number in range(MAX_KEPT + 1):
        await keeping.ask(number, work)
    assert await keeping.ask(0, work) == MAX_KEPT + 2
    assert await keeping.ask(MAX_KEPT, work) == MAX_KEPT + 1


@pytest.mark.parametrize("gives_up", [0, 1])
async def test_a_cancelled_caller_does_not_end_the_work_for_the_rest(
    flight: SingleFlight[int], gives_up: int
) -> None:
    work = Work()
    asked = [await asking(flight, "amara", work) for _ in range(2)]
    asked.pop(gives_up).cancel()
    await asyncio.sleep(0)
    work.let.set()
    assert await asked[0] == 1


async def test_work_that_all_callers_cancelled_is_finished_and_its_answer_kept(
    keeping: SingleFlight[int],
) -> None:
    work = Work()
    only = await asking(keeping, "amara", work)
    only.cancel()
    await asyncio.gather(only, return_exceptions=True)
    work.let.set()
    await asyncio.sleep(0.01)
    assert await keeping.ask("amara", work) == 1


async def test_a_failure_is_raised_to_all_callers_and_not_kept(flight: SingleFlight[int]) -> None:
    work = Work(error=ValueError("broken"))
    asked = [await asking(flight, "amara", work) for _ in range(2)]
    work.let.set()
    for each in asked:
        with pytest.raises(ValueError, match="broken"):
            await each
    work.error = None
    assert await flight.ask("amara", work) == 2


async def test_work_that_was_cancelled_is_begun_anew(flight: SingleFlight[int]) -> None:
    async def cancelled() -> int:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await flight.ask("amara", cancelled)
    assert await flight.ask("amara", ready()) == 1


class ExpiresAfterTheQuestion(dict[Hashable, int]):
    """Holds an answer when it is asked whether it does, and not any more when it is to give it."""

    def __contains__(self, key: object) -> bool:
        return True


async def test_an_answer_that_expires_while_it_is_asked_for_is_asked_for_anew() -> None:
    flight, work = SingleFlight[int](ExpiresAfterTheQuestion()), ready()
    assert await flight.ask("amara", work) == 1
