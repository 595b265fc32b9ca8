"""The days and hours in which a person may be written to unasked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True)
class WorkingHours:
    """Working days and hours, as the clock on the person's wall shows them.

    Attributes:
        days: of the week, Monday is 0; not empty.
        start: the first moment of a day, which comes before `end`.
        end: the moment of a day from which on nobody is written to.
    """

    days: frozenset[int] = MONDAY_TO_FRIDAY
    start: time = time(9)
    end: time = time(17)

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)) or self.start >= self.end:
            raise ValueError("working hours need a day of the week, and a start before their end")

    def include(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Tell whether a moment (UTC) is within working hours in this zone."""
        local = moment.astimezone(zone)
        return local.weekday() in self.days and self.start <= local.time() < self.end

    def next(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment itself if it is within working hours, else the next start (UTC)."""
        if self.include(moment, zone):
            return moment
        today = moment.astimezone(zone).date()
        # Two weeks: on the one day that is worked, clocks may be put forward over all its hours.
        starts = (self._start(today + timedelta(days), zone) for days in range(15))
        return next(start for start in starts if start >= moment and self.include(start, zone))

    def _start(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, self.start, zone).astimezone(UTC)
