"""A message that is changed after it was sent: answered once for each thing that it asks for."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace

from cachetools import LRUCache

from bot.chat.turn import Answered, Edited, Said, Turn

MAX_ENTRIES = 2000


@dataclass(frozen=True)
class Edits:
    """The intents of the latest messages.

    It may forget: whatever must not be done twice is claimed by the turn's activity id, to which
    the intent is added, so that an edit that asks for something else is a request of its own.
    """

    _latest: MutableMapping[tuple[str, str], str] = field(
        default_factory=lambda: LRUCache(MAX_ENTRIES)
    )

    def as_said(self, turn: Turn, intent: str) -> Turn:
        """Give the turn as a message with this intent; raises Answered if it asks nothing new."""
        event = turn.event
        if not isinstance(event, Said | Edited) or (isinstance(event, Said) and event.pictures):
            return turn
        key = (turn.where.conversation_id, turn.activity_id)
        before, self._latest[key] = self._latest.get(key), intent
        if isinstance(event, Edited) and before == intent:
            raise Answered
        return replace(turn, event=Said(event.text), activity_id=f"{turn.activity_id}/{intent}")
