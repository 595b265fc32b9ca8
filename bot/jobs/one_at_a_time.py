"""Batches that never run twice at the same time in one process."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class OneAtATime(Generic[T]):
    """Runs some work; whoever asks while it runs has it run once more and need not wait."""

    work: Callable[[], Awaitable[T]]
    _running: asyncio.Lock = field(default_factory=asyncio.Lock)
    _asked: bool = False

    async def __call__(self) -> T | None:
        """Run it, and return what it came to; None where somebody else is at it."""
        self._asked = True
        if self._running.locked():
            return None
        result = None
        async with self._running:
            while self._asked:
                self._asked = False
                result = await self.work()
        return result
