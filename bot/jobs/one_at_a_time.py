"""Work that never runs twice at the same time in one process, and misses no request."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class OneAtATime(Generic[T]):
    """Work that runs once at a time; calls while it runs make it run once more afterwards."""

    work: Callable[[], Awaitable[T]]
    _running: asyncio.Lock = field(default_factory=asyncio.Lock)
    _requested: bool = False

    async def __call__(self) -> T | None:
        """Run the work and return its last result; return None at once where it runs already."""
        self._requested = True
        if self._running.locked():
            return None
        result = None
        async with self._running:
            while self._requested:
                # Reset before the work: a request that comes during it may concern newer rows.
                self._requested = False
                result = await self.work()
        return result
