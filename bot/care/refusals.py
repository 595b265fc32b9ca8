"""What services refused to do for whom, kept in memory for a while."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.care.write import Step
from bot.photos.capabilities import Capability
from bot.photos.readings import Size, Why

KEPT = timedelta(minutes=15)
MOST_REMEMBERED = 10_000

_FILES = frozenset(f"sharepoint:{size.value}" for size in Size)


@dataclass(frozen=True)
class Refusals:
    """A 403 takes a capability from one person for a while, and never from the tenant."""

    kept: timedelta = KEPT
    most: int = MOST_REMEMBERED
    _until: dict[tuple[str, Capability], datetime] = field(default_factory=dict)

    def note(self, person_id: str, refused: frozenset[Capability], now: datetime) -> None:
        """Remember what was just refused for somebody; the oldest of too many are forgotten."""
        for capability in refused:
            self._until.pop((person_id, capability), None)
            self._until[person_id, capability] = now + self.kept
        while len(self._until) > self.most:
            self._until.pop(next(iter(self._until)))

    def of(self, person_id: str, now: datetime) -> frozenset[Capability]:
        """What was refused for somebody lately."""
        return frozenset(each for each in Capability if self._is_refused(person_id, each, now))

    def _is_refused(self, person_id: str, capability: Capability, now: datetime) -> bool:
        until = self._until.get((person_id, capability))
        return until is not None and now < until


def refused_in(steps: Iterable[Step]) -> frozenset[Capability]:
    """What services refused to let be written."""
    failed = (step for step in steps if step.failure and step.failure.why is Why.NOT_PERMITTED)
    return frozenset(_takes(step.target) for step in failed)


def _takes(target: str) -> Capability:
    if target == "microsoft_365":
        return Capability.WRITE_MICROSOFT_365_PHOTO
    if target in _FILES:
        return Capability.WRITE_SHAREPOINT_FILES
    return Capability.WRITE_SHAREPOINT_PROFILE
