"""Translates moments of another machine's clock, such as the database's, to the local clock."""

from collections.abc import Sequence
from dataclasses import dataclass

# Clocks drift apart by up to a tenth of a millisecond a second: a millisecond in this time.
TRUSTED_SECONDS = 10.0
# More readings would make the difference little more exact, and cost time for each message.
MAX_READINGS = 32


@dataclass(frozen=True)
class Reading:
    """A question to the other clock: sent at `asked`, answered at `answered` on the local clock.

    The other clock showed `remote` at some moment between the two.
    """

    asked: float
    answered: float
    remote: float


@dataclass(frozen=True)
class Span:
    """A moment on the local clock, as exactly as it is known, in seconds."""

    earliest: float
    latest: float


class RemoteClock:
    """The other clock, known by its recent readings: each bounds the difference of the clocks."""

    def __init__(self) -> None:
        self._readings: list[Reading] = []

    def learn(self, reading: Reading) -> None:
        """Add a reading; drop the earlier ones where they contradict it, for a clock was set."""
        oldest = reading.answered - TRUSTED_SECONDS
        recent = [each for each in self._readings if each.answered >= oldest][-MAX_READINGS + 1 :]
        difference = _difference([*recent, reading])
        agree = difference.earliest <= difference.latest
        self._readings = [*recent, reading] if agree else [reading]

    def when(self, moment: float) -> Span:
        """Translate a moment of the other clock; at least one reading must be known."""
        difference = _difference(self._readings)
        return Span(moment + difference.earliest, moment + difference.latest)


def _difference(readings: Sequence[Reading]) -> Span:
    # Local clock minus other clock: more than `asked - remote`, and less than `answered - remote`.
    return Span(
        max(each.asked - each.remote for each in readings),
        min(each.answered - each.remote for each in readings),
    )
