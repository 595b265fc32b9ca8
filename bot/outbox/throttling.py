"""Telling one busy conversation from a channel that is full."""

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
