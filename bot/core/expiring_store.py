"""A store in memory, for pictures: they are never stored at rest, and expire."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from cachetools import TTLCache

from bot.core.clock import Now

Thing = TypeVar("Thing")

MAX_BYTES = 64 * 1024 * 1024
# A smaller thing counts for this much, which bounds the number of things at about a thousand.
MIN_ENTRY_BYTES = 64 * 1024


@dataclass(frozen=True)
class _Entry(Generic[Thing]):
    card_id: UUID
    thing: Thing
    size: int


class ExpiringStore(Generic[Thing]):
    """One thing for each person, which belongs to their newest card.

    When the bytes exceed `max_bytes`, the things that were not used for longest are dropped.
    """

    def __init__(self, now: Now, lifetime: timedelta, max_bytes: int = MAX_BYTES) -> None:
        self._now = now
        self._lifetime = lifetime
        self._entries: TTLCache[str, _Entry[Thing]] = TTLCache(
            max_bytes,
            lifetime.total_seconds(),
            timer=lambda: now().timestamp(),
            getsizeof=_size,
        )

    def put(self, person_id: str, card_id: UUID, thing: Thing, size: int) -> datetime | None:
        """Keep a thing of `size` bytes in place of the person's earlier one.

        Returns until when it is kept (UTC); None for one that is too large to be kept.
        """
        # The earlier thing goes in any case: its card is not the person's newest any more.
        self._entries.pop(person_id, None)
        try:
            self._entries[person_id] = _Entry(card_id, thing, size)
        except ValueError:
            return None
        return self._now() + self._lifetime

    def get(self, person_id: str, card_id: UUID) -> Thing | None:
        """Return what is kept for this card of this person; None where there is nothing."""
        entry = self._entries.get(person_id)
        return entry.thing if entry and entry.card_id == card_id else None

    def card_of(self, person_id: str) -> UUID | None:
        """Return the id of the card that this person's thing belongs to; None without a thing."""
        entry = self._entries.get(person_id)
        return entry.card_id if entry else None

    def drop(self, person_id: str, card_id: UUID | None = None) -> None:
        """Drop what is kept for this person: anything, or only what belongs to a card."""
        if card_id is None or self.get(person_id, card_id) is not None:
            self._entries.pop(person_id, None)

    def expire(self) -> None:
        """Drop what has expired; without this it would stay in memory until the next access."""
        self._entries.expire()


def _size(entry: _Entry[Thing]) -> int:
    return max(entry.size, MIN_ENTRY_BYTES)
