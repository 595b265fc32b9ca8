"""When a message that was not taken is tried again, and when no more."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """How often one message is tried, and how long the pauses are in seconds."""

    attempts: int = 12
    first_pause: float = 2.0
    longest_pause: float = 900.0

    def pause(self, attempts: int, retry_after: float | None, chance: float) -> float | None:
        """Seconds until the next attempt after so many in vain; None when it is given up.

        `retry_after` is what the channel asked for; `chance`, from 0 to 1, spreads the others out.
        """
        if attempts >= self.attempts:
            return None
        if retry_after is not None:
            return retry_after + chance * self.first_pause
        longest = min(self.longest_pause, self.first_pause * 2.0 ** (attempts - 1))
        return longest * (1 + chance) / 2


USUAL_PATIENCE = Patience()
