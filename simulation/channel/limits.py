"""The rates at which a bot may call (docs/teams.md, "Rates"), as sliding windows."""

import math
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """A number of calls in a number of seconds."""

    calls: int
    seconds: float


GLOBAL = (Rate(50, 1),)
SEND = (Rate(7, 1), Rate(8, 2), Rate(60, 30), Rate(1800, 3600))
READ = (Rate(14, 1), Rate(16, 2), Rate(120, 30), Rate(3600, 3600))


class Window:
    """The calls that were allowed under one set of rates."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._rates = tuple(rates)
        self._longest = max(rate.seconds for rate in self._rates)
        self._calls: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Return the seconds until one more call is allowed; 0 if it is now."""
        while self._calls and self._calls[0] <= now - self._longest:
            self._calls.popleft()
        return max(self._wait_for(rate, now) for rate in self._rates)

    def add(self, now: float) -> None:
        """Count a call."""
        self._calls.append(now)

    def _wait_for(self, rate: Rate, now: float) -> float:
        if len(self._calls) < rate.calls:
            return 0.0
        return max(0.0, self._calls[-rate.calls] + rate.seconds - now)


@dataclass
class Limits:
    """One budget for the whole bot, and one for each conversation and kind of call."""

    now: Callable[[], float] = time.monotonic
    _everything: Window = field(default_factory=lambda: Window(GLOBAL))
    _windows: dict[Hashable, Window] = field(default_factory=dict)

    def retry_after(self, rates: tuple[Rate, ...], key: Hashable) -> int | None:
        """Count a call and return None; if there are too many, return the seconds to wait."""
        now = self.now()
        window = self._windows.setdefault((rates, key), Window(rates))
        wait = max(self._everything.wait(now), window.wait(now))
        if wait > 0:
            return max(1, math.ceil(wait))
        self._everything.add(now)
        window.add(now)
        return None
