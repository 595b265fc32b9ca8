"""Pictures that are kept in memory for a while, one for each person, and nowhere else."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from bot.core.clock import Now

Thing = TypeVar("Thing")

MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class _Kept(Generic[Thing]):
    card_id: UUID
    thing: Thing
    size: int
    until: datetime


@dataclass(frozen=True)
class Shelf(Generic[Thing]):
    """What belongs to a person's newest card; the oldest go first when there are too many bytes."""

    now: Now
    lifetime: timedelta
    most_bytes: int = MOST_BYTES
    most_people: int = 1000
    _kept: OrderedDict[str, _Kept[Thing]] = field(default_factory=OrderedDict)

    def put(self, person_id: str, card_id: UUID, thing: Thing, size: int) -> datetime | None:
        """Keep a thing of so many bytes; until when (UTC), or None for one that is too large."""
        self.drop(person_id)
        if size > self.most_bytes:
            return None
        until = self.now() + self.lifetime
        self._kept[person_id] = _Kept(card_id, thing, size, until)
        self.tidy()
        return until

    def get(self, person_id: str, card_id: UUID) -> Thing | None:
        """What is kept for this card of this person."""
        self.tidy()
        kept = self._kept.get(person_id)
        return kept.thing if kept and kept.card_id == card_id else None

    def drop(self, person_id: str) -> None:
        """Keep nothing of this person."""
        self._kept.pop(person_id, None)

    def tidy(self) -> None:
        """Forget what has expired, and the oldest where there is too much."""
        while self._kept and self._must_go(next(iter(self._kept.values()))):
            self._kept.popitem(last=False)

    def _must_go(self, oldest: _Kept[Thing]) -> bool:
        too_many = len(self._kept) > self.most_people
        return too_many or oldest.until <= self.now() or self._bytes > self.most_bytes

    @property
    def _bytes(self) -> int:
        return sum(kept.size for kept in self._kept.values())
