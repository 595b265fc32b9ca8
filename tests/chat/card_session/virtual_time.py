"""Time that a test moves, so that waits cost none."""

import asyncio
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from tests.behaviours.fakes import FakeClock


@dataclass
class VirtualTime:
    """Time that passes only when it is told to."""

    clock: FakeClock = field(default_factory=FakeClock)
    elapsed: float = 0.0
    _due: list[tuple[float, int, asyncio.Event]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        heappush(self._due, (self.elapsed + seconds, next(self._order), woken))
        await woken.wait()

    async def pass_(self, seconds: float) -> None:
        """Wake whoever slept for so long, in order, and let them go on."""
        await settle()
        until = self.elapsed + seconds
        while self._due and self._due[0][0] <= until:
            moment, _, woken = heappop(self._due)
            self._advance(moment)
            woken.set()
            await settle()
        self._advance(until)

    def _advance(self, moment: float) -> None:
        self.clock.advance(moment - self.elapsed)
        self.elapsed = moment


async def settle() -> None:
    """Let everything go on that waits for nothing."""
    for _ in range(10):
        await asyncio.sleep(0)
