"""When a message that was not taken is tried again, and when no more."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """How often one message is tried, and how long the pauses are in seconds."""

    attempts: int = 12
    first_pause: float = 2.0
    max_pause: float = 900.0

    def pause(self, attempts: int, retry_after: float | None, chance: float) -> float | None:
        """Seconds until the next attempt after so many in vain; None when it is given up.

        `retry_after` is what the channel asked for; `chance`, from 0 to 1, spreads the others out.
        """
        if attempts >= self.attempts:
            return None
        if retry_after is not None:
            return retry_after + chance * self.first_pause
        longest = min(self.max_pause, self.first_pause * 2.0 ** (attempts - 1))
        return longest * (1 + chance) / 2


USUAL_BACKOFF = Backoff()


THROTTLED = "throttled"
IN_A_ROW = 3


class Throttling:
    """Counts the different people of whose chats the channel says that it gets too much."""

    def __init__(self) -> None:
        self._waits: dict[str, float] = {}

    def passed(self) -> None:
        """The channel took a message, or refused it for another reason."""
        self._waits.clear()

    def throttled(self, person_id: str, seconds: float) -> float | None:
        """For how many seconds everybody should wait, if it is not this person's chat alone."""
        self._waits[person_id] = max(seconds, self._waits.get(person_id, 0.0))
        return max(self._waits.values()) if len(self._waits) >= IN_A_ROW else None
