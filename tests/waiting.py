"""Waiting for what sets no event: rows of a database, other processes, threads, logs."""

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TypeVar, overload

from psycopg import AsyncConnection
from psycopg.rows import scalar_row

# A test that is stuck tells what it waited for, just before its own time is over.
PATIENCE_SECONDS = 110.0

T = TypeVar("T")


@overload
async def until(
    holds: Callable[[], Awaitable[T]], *, every: float = ..., patience: float = ...
) -> T: ...


@overload
async def until(
    holds: Callable[[], object], *, every: float = ..., patience: float = ...
) -> object: ...


async def until(
    holds: Callable[[], object], *, every: float = 0.05, patience: float = PATIENCE_SECONDS
) -> object:
    """Ask until the answer is true, and return it; raises TimeoutError where it never is."""
    async with asyncio.timeout(patience):
        while True:
            answer = holds()
            if isawaitable(answer):
                answer = await answer
            if answer:
                return answer
            await asyncio.sleep(every)


async def until_true(url: str, query: str, *values: object) -> None:
    """Wait until a query of one value, over a connection of its own, answers with true."""
    connecting = AsyncConnection.connect(url, autocommit=True, row_factory=scalar_row)
    async with await connecting as connection:

        async def answer() -> object:
            return await (await connection.execute(query.encode(), values)).fetchone()

        await until(answer)
