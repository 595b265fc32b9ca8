"""How many requests run at a time: fewer after time-outs, more again after successes.

A service under load may let requests run into time-outs in place of answering 429
(docs/photo-sync.md, "Error codes").
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

RAISED_AFTER = 10


class AdaptiveLimit:
    """A bound of requests in flight: a time-out halves it, ten successes raise it by one."""

    def __init__(self, most: int) -> None:
        self.limit = most
        self._most = most
        self._running = 0
        self._successes = 0
        self._halved = 0
        self._free = asyncio.Condition()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[int]:
        """Wait until one more request may run; yield what `timed_out` has to be told."""
        async with self._free:
            await self._free.wait_for(lambda: self._running < self.limit)
            self._running += 1
        try:
            yield self._halved
        finally:
            self._running -= 1
            async with self._free:
                self._free.notify()

    async def succeeded(self) -> None:
        """Count a success, which may raise the bound."""
        self._successes += 1
        if self._successes >= RAISED_AFTER and self.limit < self._most:
            self._successes = 0
            self.limit += 1
            async with self._free:
                self._free.notify()

    def timed_out(self, slot: int) -> None:
        """Halve the bound, once for all requests that began before it was halved last."""
        self._successes = 0
        if slot == self._halved:
            self._halved += 1
            self.limit = max(1, self.limit // 2)
