"""Edited messages: each is answered once for every intent that its versions have."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace

from cachetools import LRUCache

from bot.chat.turn import Answered, Edited, Said, Turn

MAX_ENTRIES = 2000


@dataclass(frozen=True)
class Edits:
    """The last intent of each recent message, by conversation and activity id.

    This is a cache, which may lose entries. Requests are claimed in the database by the turn's
    activity id, and the intent is appended to it: an edit with another intent is a new request.
    """

    _latest: MutableMapping[tuple[str, str], str] = field(
        default_factory=lambda: LRUCache(MAX_ENTRIES)
    )

    def as_said(self, turn: Turn, intent: str) -> Turn:
        """Return the turn as a message; raises Answered for an edit that keeps the intent."""
        event = turn.event
        # A picture is a request of its own, whatever the words beside it ask for.
        if not isinstance(event, Said | Edited) or (isinstance(event, Said) and event.pictures):
            return turn
        key = (turn.where.conversation_id, turn.activity_id)
        before, self._latest[key] = self._latest.get(key), intent
        if isinstance(event, Edited) and before == intent:
            raise Answered
        return replace(turn, event=Said(event.text), activity_id=f"{turn.activity_id}/{intent}")
