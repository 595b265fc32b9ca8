"""The clock of the simulated tenant."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """Return this machine's time, in UTC."""
    return datetime.now(UTC)


class Clock:
    """A clock that runs with the wall clock and can be set to another time; always UTC."""

    def __init__(self, wall: Callable[[], datetime] = utc_now) -> None:
        self._wall = wall
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the time in the tenant."""
        return self._wall() + self._ahead

    def set(self, moment: datetime) -> None:
        """Set the clock; it runs on from there."""
        self._ahead = moment.astimezone(UTC) - self._wall()

    def advance(self, by: timedelta) -> None:
        """Let time pass at once."""
        self._ahead += by
