"""How fast a census reads: a share of what SharePoint grants a tenant, less after throttling.

Source: docs/photo-sync.md, "Throttling" and "Census".
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

# Licences of a tenant, calls of PeopleManager in five minutes, resource units in a minute.
TIERS = (
    (1_000, 3_000, 1_250),
    (5_000, 6_000, 2_500),
    (15_000, 9_000, 3_750),
    (50_000, 12_000, 5_000),
)
LARGEST_TIER = (15_000, 6_250)
# UNVERIFIED: REST has no price that Microsoft names (docs/photo-sync.md, U23).
UNITS_OF_A_CALL = 2
# A person with a picture in SharePoint: the profile and three files.
USUAL_CALLS = 4
# The price of a person is that of about the last fifty.
REMEMBERED = 0.98
MAX_SLOWNESS = 16.0
# After so much each person, half of a slowdown is made up within about 140 people.
RECOVERY = 0.995
# Seconds to wait after throttling that names none.
USUAL_HOLD = 30.0


@dataclass(frozen=True)
class Limits:
    """What SharePoint grants a tenant: calls of PeopleManager, and resource units, each second."""

    profile_calls: float
    units: float

    @classmethod
    def of(cls, licences: int) -> "Limits":
        """Return the limits of a tenant with so many licences."""
        tiers = ((calls, units) for most, calls, units in TIERS if licences <= most)
        calls, units = next(tiers, LARGEST_TIER)
        return cls(calls / 300, units / 60)


class Pace:
    """The moments at which people may be checked, so that calls stay below a share of limits.

    Attributes:
        calls: how many calls SharePoint has got.
    """

    def __init__(
        self,
        share: float,
        sleep: Callable[[float], Awaitable[None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.calls = 0
        self._share = share
        self._sleep = sleep
        self._clock = clock
        self._limits = Limits.of(0)
        self._people, self._profile_calls, self._all_calls = 1.0, 1.0, float(USUAL_CALLS)
        self._next = self._held_until = float("-inf")
        self._slowness = 1.0

    def set_people(self, number: int) -> None:
        """Take the limits of a tenant of this size."""
        self._limits = Limits.of(number)

    @property
    def seconds_a_person(self) -> float:
        """The time from the start of one check to that of the next."""
        profiles = self._profile_calls / self._limits.profile_calls
        units = self._all_calls * UNITS_OF_A_CALL / self._limits.units
        return max(profiles, units) / self._people / self._share * self._slowness

    async def turn(self) -> None:
        """Wait until the next person may be checked."""
        while (pause := max(self._next, self._held_until) - self._clock()) > 0:
            await self._sleep(pause)
        self._next = self._clock() + self.seconds_a_person
        self._slowness = max(1.0, self._slowness * RECOVERY)
        self._people = self._people * REMEMBERED + 1
        self._profile_calls *= REMEMBERED
        self._all_calls *= REMEMBERED

    def spend(self, *, profile: bool) -> None:
        """Count one call of SharePoint, also one that it turns away."""
        self.calls += 1
        self._all_calls += 1
        self._profile_calls += profile

    def throttled(self, retry_after: float | None) -> None:
        """Hold everything for as long as a service asked, and go on more slowly."""
        # Calls that were under way together are turned away together.
        if self._clock() >= self._held_until:
            self.slow_down()
        self.hold(USUAL_HOLD if retry_after is None else retry_after)

    def hold(self, seconds: float) -> None:
        """Let nobody be checked for so long."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    def slow_down(self) -> None:
        """Halve the pace."""
        self._slowness = min(MAX_SLOWNESS, self._slowness * 2)
