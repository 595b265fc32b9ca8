"""When a message that was refused is sent again, when it is given up, and when all have to wait."""

from dataclasses import dataclass

from bot.http.numbers import MAX_WAIT_SECONDS

DAY = 86_400.0
# A number of pauses after which every pause has long reached its maximum.
MANY = 64


@dataclass(frozen=True)
class Backoff:
    """The growing pauses between attempts, and the time after which one is the last; in seconds."""

    first_pause: float = 2.0
    growth: float = 2.0
    max_pause: float = 4 * 3600.0
    patience: float = DAY

    def pause(
        self, attempts: int, failing_for: float, retry_after: float | None, chance: float
    ) -> float | None:
        """Return the seconds until the next attempt; None when the message is given up.

        Args:
            attempts: failed attempts so far, at least 1.
            failing_for: seconds since the first of them.
            retry_after: seconds that the channel asked to wait, where it did.
            chance: a random number from 0 to 1, which spreads messages that failed together.
        """
        if failing_for >= self.patience:
            return None
        if retry_after is not None:
            # Chance only adds to it: the channel is never asked earlier than it wants, but after an
            # hour, when it may want something else.
            return min(retry_after + chance * self.first_pause, MAX_WAIT_SECONDS)
        grown = self.first_pause * self.growth ** min(attempts - 1, MANY)
        # The last attempt is made when the patience ends.
        return min(min(self.max_pause, grown) * (1 + chance) / 2, self.patience - failing_for)


USUAL_BACKOFF = Backoff()

# A chat that refuses is mostly closed, and sometimes the refusal passes by itself
# (docs/teams.md, "Refusals that pass"): some ten attempts within a day.
REFUSED_BY_CHAT = frozenset(
    {
        "blocked",
        # Teams may still tell of a chat after its app was installed.
        "chat_not_known",
        "disabled_by_admin",
        "forbidden",
        "gone",
        "message_gone",
        "not_found",
        "not_installed",
        "wrong_host",
    }
)
CHAT_BACKOFF = Backoff(first_pause=60.0, growth=4.0, max_pause=8 * 3600.0)

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
