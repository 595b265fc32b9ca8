"""Teams tells of one installation twice: as installationUpdate and as conversationUpdate."""

from collections import OrderedDict
from collections.abc import Callable

from bot.chat.turn import Joined, Left, Turn

TOGETHER_SECONDS = 10.0
MOST_REMEMBERED = 2000


class Twins:
    """Recognises the second of two activities that tell of the same event."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._firsts: OrderedDict[tuple[str, type], tuple[str, float]] = OrderedDict()

    def is_second(self, turn: Turn, activity_type: str) -> bool:
        """Whether the other kind of activity told of this event a moment ago."""
        if not isinstance(turn.event, Joined | Left):
            return False
        key = (turn.where.conversation_id, type(turn.event))
        first_type, told_at = self._firsts.pop(key, (activity_type, 0.0))
        now = self._clock()
        if first_type != activity_type and now - told_at <= TOGETHER_SECONDS:
            return True
        self._firsts[key] = (activity_type, now)
        if len(self._firsts) > MOST_REMEMBERED:
            self._firsts.popitem(last=False)
        return False
