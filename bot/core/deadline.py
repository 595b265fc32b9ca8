"""A deadline that several pieces of work share."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Deadline:
    """A moment by the loop's clock, at which all work that it bounds is cancelled."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Make the deadline that is so many seconds away."""
        return cls(asyncio.get_running_loop().time() + seconds)

    @property
    def seconds_left(self) -> float:
        """How long it is until then; below 0 once it has passed."""
        return self.at - asyncio.get_running_loop().time()

    async def result_of(self, work: Awaitable[Result], late: Result) -> Result:
        """Return the result of the work, or `late` where it is not done in time."""
        try:
            async with asyncio.timeout_at(self.at) as bound:
                return await work
        except TimeoutError:
            if not bound.expired():
                raise
            return late
