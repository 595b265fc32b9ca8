"""What services refused to do for whom, kept in memory for a while."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.failures import FailureReason
from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability
from bot.photos.readings import Size
from bot.use_cases.write import Step

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


def refused_writes(steps: Iterable[Step], granted: frozenset[Capability]) -> frozenset[Capability]:
    """What services refused to let be written, with what was granted before."""
    failed = (
        step for step in steps if step.failure and step.failure.why is FailureReason.NOT_PERMITTED
    )
    return frozenset(_taken(step.target, granted) for step in failed)


def _taken(target: str, granted: frozenset[Capability]) -> Capability:
    """With what a target was written: a person's own rights fill the gaps of the app's."""
    if target == "microsoft_365":
        by_app = Capability.WRITE_MICROSOFT_365_PHOTO
        return by_app if by_app in granted else Capability.WRITE_OWN_MICROSOFT_365_PHOTO
    if not granted >= REPAIR_SHAREPOINT:
        return Capability.WRITE_OWN_SHAREPOINT_PICTURE
    files = target in _FILES
    return Capability.WRITE_SHAREPOINT_FILES if files else Capability.WRITE_SHAREPOINT_PROFILE
