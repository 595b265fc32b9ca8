"""Retries of requests to services: pauses with Retry-After, and bounds."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from multidict import CIMultiDict

from bot.http.numbers import MAX_WAIT_SECONDS, http_date, seconds

RETRIED_STATUSES = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class Bounds:
    """The bounds of one request's retries; `seconds` bounds all attempts and pauses together."""

    attempts: int = 4
    seconds: float = 30.0
    first_pause: float = 0.5
    max_pause: float = 8.0


@dataclass(frozen=True)
class Retries:
    """The bounds of retries, with the sleep, randomness and clock that they use."""

    bounds: Bounds = Bounds()
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    clock: Callable[[], float] = time.monotonic

    def begin(self) -> "Attempts":
        """Start to count the attempts at one request."""
        return Attempts(self)


USUAL_RETRIES = Retries()


class Attempts:
    """The count of the attempts at one request."""

    def __init__(self, retries: Retries) -> None:
        self._retries = retries
        self._made = 0
        self._began = retries.clock()

    async def again(self, retry_after: float | None) -> bool:
        """Wait and return True; return False at once where a bound would be exceeded.

        `retry_after` is what the service asked for, in seconds, where it did.
        """
        self._made += 1
        pause = self._pause(retry_after)
        bounds = self._retries.bounds
        elapsed = self._retries.clock() - self._began
        if self._made >= bounds.attempts or elapsed + pause > bounds.seconds:
            return False
        await self._retries.sleep(pause)
        return True

    def _pause(self, retry_after: float | None) -> float:
        bounds, chance = self._retries.bounds, self._retries.random()
        if retry_after is not None:
            return retry_after + chance * bounds.first_pause
        longest = min(bounds.max_pause, bounds.first_pause * 2.0 ** (self._made - 1))
        return chance * longest


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a service asks to wait, from its Retry-After header: an hour at most.

    The header holds seconds or a date. A date is compared with the service's own Date header, so
    that a wrong clock here does no harm. None where there is no such header, or no valid one; of
    several the longest counts.
    """
    found = CIMultiDict(headers)
    date = found.get("Date", "")
    waits = (_wait(value.strip(), date) for value in found.getall("Retry-After", ()))
    return max((wait for wait in waits if wait is not None), default=None)


def _wait(value: str, date: str) -> float | None:
    in_seconds = seconds(value, MAX_WAIT_SECONDS)
    if in_seconds is not None:
        return in_seconds
    until, now = http_date(value), http_date(date)
    if until is None or now is None:
        return None
    return min(max(0.0, (until - now).total_seconds()), MAX_WAIT_SECONDS)
