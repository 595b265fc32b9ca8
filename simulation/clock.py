"""The clock of the simulated tenant."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """The time of this machine, in UTC."""
    return datetime.now(UTC)


class Clock:
    """Runs with the wall clock and can be set to another time; always UTC."""

    def __init__(self, wall: Callable[[], datetime] = utc_now) -> None:
        self._wall = wall
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The time in the tenant."""
        return self._wall() + self._ahead

    def set(self, moment: datetime) -> None:
        """Make it this moment; it runs on from there."""
        self._ahead = moment.astimezone(UTC) - self._wall()

    def advance(self, by: timedelta) -> None:
        """Let this much time pass at once."""
        self._ahead += by
