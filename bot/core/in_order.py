"""Work on many things, some of them at a time, with results in the order of the things."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def in_order(
    work: Callable[[T], Awaitable[R]], things: AsyncIterable[T], *, ahead: int
) -> AsyncGenerator[R, None]:
    """Yield what comes of the work on each thing, in order; at most `ahead` are worked on.

    Close it with `contextlib.aclosing`: work that is then under way is cancelled.
    """
    begun: deque[asyncio.Future[R]] = deque()
    try:
        async for thing in things:
            begun.append(asyncio.ensure_future(work(thing)))
            if len(begun) >= ahead:
                yield await begun.popleft()
        while begun:
            yield await begun.popleft()
    finally:
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
