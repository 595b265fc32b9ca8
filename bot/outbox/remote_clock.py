"""Reads another machine's clock on one's own."""

from collections.abc import Sequence
from dataclasses import dataclass

# Clocks drift apart by up to a tenth of a millisecond a second, so no reading is good for long.
TRUSTED_SECONDS = 10.0
MAX_READINGS = 32


@dataclass(frozen=True)
class Reading:
    """The other clock said `told` at some moment between `asked` and `answered` on one's own."""

    asked: float
    answered: float
    told: float


@dataclass(frozen=True)
class Span:
    """A moment on one's own clock, as exactly as it is known."""

    earliest: float
    latest: float


class RemoteClock:
    """Keeps the recent readings, which bound the difference of the clocks together."""

    def __init__(self) -> None:
        self._readings: list[Reading] = []

    def learn(self, reading: Reading) -> None:
        """Take a reading into account, and alone if it contradicts the others: a clock was set."""
        oldest = reading.answered - TRUSTED_SECONDS
        recent = [one for one in self._readings if one.answered >= oldest][-MAX_READINGS + 1 :]
        difference = _difference([*recent, reading])
        agree = difference.earliest <= difference.latest
        self._readings = [*recent, reading] if agree else [reading]

    def when(self, moment: float) -> Span:
        """Translate a moment of the other clock."""
        difference = _difference(self._readings)
        return Span(moment + difference.earliest, moment + difference.latest)


def _difference(readings: Sequence[Reading]) -> Span:
    return Span(
        max(one.asked - one.told for one in readings),
        min(one.answered - one.told for one in readings),
    )
