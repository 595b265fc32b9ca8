"""One answer for all who ask at the same time."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.core.single_flight import Together


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


async def asking(together: Together[int], about: str, work: Work) -> "asyncio.Task[int]":
    task = asyncio.create_task(together.ask(about, work))
    await asyncio.sleep(0)
    return task


async def test_who_asks_meanwhile_gets_the_same_answer() -> None:
    together, work = Together[int](), Work()
    asked = [await asking(together, "amara", work) for _ in range(3)]
    work.let.set()
    assert await asyncio.gather(*asked) == [1, 1, 1]


async def test_who_asks_later_gets_a_new_one() -> None:
    together, work = Together[int](), Work()
    work.let.set()
    assert [await together.ask("amara", work) for _ in range(2)] == [1, 2]


async def test_different_things_are_not_mixed() -> None:
    together, mine, theirs = Together[int](), Work(), Work()
    asked = [await asking(together, "amara", mine), await asking(together, "ben", theirs)]
    mine.let.set()
    theirs.let.set()
    await asyncio.gather(*asked)
    assert (mine.begun, theirs.begun) == (1, 1)


async def test_who_gives_up_does_not_end_it_for_the_rest() -> None:
    together, work = Together[int](), Work()
    first, second = [await asking(together, "amara", work) for _ in range(2)]
    first.cancel()
    await asyncio.sleep(0)
    work.let.set()
    assert await second == 1


async def test_a_failure_is_everybodys_and_is_not_kept() -> None:
    together, work = Together[int](), Work(error=ValueError("broken"))
    asked = [await asking(together, "amara", work) for _ in range(2)]
    work.let.set()
    for each in asked:
        with pytest.raises(ValueError, match="broken"):
            await each
    work.error = None
    assert await together.ask("amara", work) == 2
