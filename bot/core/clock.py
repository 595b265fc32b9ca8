"""Types of the clock and of sleep, which are passed in everywhere so that tests control time."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

# Returns the present moment, UTC.
Now = Callable[[], datetime]
# Suspends the caller for so many seconds.
Sleep = Callable[[float], Awaitable[None]]


def utc_now() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)
