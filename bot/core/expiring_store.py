"""Pictures that are kept in memory for a while, one for each person, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from cachetools import TTLCache

from bot.core.clock import Now

Thing = TypeVar("Thing")

MAX_BYTES = 64 * 1024 * 1024
# Whatever is small counts for this much, so that there are never too many things either.
MIN_ENTRY_BYTES = 64 * 1024


@dataclass(frozen=True)
class _Entry(Generic[Thing]):
    card_id: UUID
    thing: Thing
    size: int


class ExpiringStore(Generic[Thing]):
    """What belongs to a person's newest card; too many bytes push out what was not used longest."""

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
        """Keep a thing of so many bytes; until when (UTC), or None for one that is too large."""
        self.drop(person_id)
        try:
            self._entries[person_id] = _Entry(card_id, thing, size)
        except ValueError:
            return None
        return self._now() + self._lifetime

    def get(self, person_id: str, card_id: UUID) -> Thing | None:
        """Give what is kept for this card of this person."""
        entry = self._entries.get(person_id)
        return entry.thing if entry and entry.card_id == card_id else None

    def drop(self, person_id: str) -> None:
        """Keep nothing of this person."""
        self._entries.pop(person_id, None)

    def expire(self) -> None:
        """Forget what has expired, also where nobody asks for it."""
        self._entries.expire()


def _size(entry: _Entry[Thing]) -> int:
    return max(entry.size, MIN_ENTRY_BYTES)
