"""When a message that was refused is sent again, when it is given up, and when all have to wait."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """How often one message is sent at most, and the pauses between attempts, in seconds."""

    attempts: int = 12
    first_pause: float = 2.0
    max_pause: float = 900.0

    def pause(self, attempts: int, retry_after: float | None, chance: float) -> float | None:
        """Return the seconds until the next attempt; None when the message is given up.

        Args:
            attempts: failed attempts so far, at least 1.
            retry_after: seconds that the channel asked to wait, where it did.
            chance: a random number from 0 to 1, which spreads messages that failed together.
        """
        if attempts >= self.attempts:
            return None
        if retry_after is not None:
            # Chance only adds to it: the channel is never asked earlier than it wants.
            return retry_after + chance * self.first_pause
        longest = min(self.max_pause, self.first_pause * 2.0 ** (attempts - 1))
        return longest * (1 + chance) / 2


USUAL_BACKOFF = Backoff()


THROTTLED = "throttled"
# A 429 doesn't say whether one chat or the tenant is over its rate (docs/teams.md, "Rates").
# This many different chats without any other answer between them mean the tenant.
IN_A_ROW = 3


class Throttling:
    """The people whose chats were throttled one after the other, and for how long each."""

    def __init__(self) -> None:
        # Seconds to wait, by the person's object id.
        self._waits: dict[str, float] = {}

    def passed(self) -> None:
        """Note any other answer than a 429: the channel as a whole is not full."""
        self._waits.clear()

    def throttled(self, person_id: str, seconds: float) -> float | None:
        """Note a 429; return the seconds that all should wait, None where this chat alone does."""
        self._waits[person_id] = max(seconds, self._waits.get(person_id, 0.0))
        return max(self._waits.values()) if len(self._waits) >= IN_A_ROW else None
