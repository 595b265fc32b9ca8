"""Time and sleep, which are passed in wherever they are needed, so that tests own them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

# The present moment, UTC.
Now = Callable[[], datetime]
# Suspends for so many seconds.
Sleep = Callable[[float], Awaitable[None]]


def utc_now() -> datetime:
    """Return the present moment, UTC."""
    return datetime.now(UTC)
