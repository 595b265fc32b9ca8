"""Remembers for a while which capabilities services refused for which person."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.core.failures import FailureReason
from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from bot.photos.readings import Size
from bot.use_cases.write import Step

# A grant that an administrator has put right is offered again after this time at the latest.
KEPT = timedelta(minutes=15)
MAX_REFUSALS = 10_000

# Neither passes by itself.
_LASTING = frozenset({FailureReason.NOT_PERMITTED, FailureReason.LIST_TOO_LONG})
# Targets of files under a name that is not the person's present one.
FORMER = "sharepoint:former_"
_FILES = frozenset(f"sharepoint:{size.value}" for size in Size)


class Refusals:
    """Capabilities that a refusal took from one person for a while; all others keep them."""

    def __init__(self, kept: timedelta = KEPT, max_refusals: int = MAX_REFUSALS) -> None:
        self._kept = kept
        self._until: LRUCache[tuple[str, Capability], datetime] = LRUCache(max_refusals)

    def note(self, person_id: str, refused: frozenset[Capability], now: datetime) -> None:
        """Remember what was just refused for a person."""
        for capability in refused:
            self._until[person_id, capability] = now + self._kept

    def of(self, person_id: str, now: datetime) -> frozenset[Capability]:
        """Return what was refused for a person lately."""
        until = {each: self._until.get((person_id, each)) for each in Capability}
        return frozenset(each for each, moment in until.items() if moment and now < moment)


def refused_writes(steps: Iterable[Step], granted: frozenset[Capability]) -> frozenset[Capability]:
    """Return the capabilities that these steps used and that a service refused.

    `granted` is what was granted before the steps.
    """
    failed = (step for step in steps if step.failure and step.failure.why in _LASTING)
    return frozenset(_used_for(step.target, granted) for step in failed)


def _used_for(target: str, granted: frozenset[Capability]) -> Capability:
    """Return the capability that a target was written with: the app's where it has one."""
    if target == "microsoft_365":
        by_app = Capability.WRITE_MICROSOFT_365_PHOTO
        return by_app if by_app in granted else Capability.WRITE_OWN_MICROSOFT_365_PHOTO
    if target.startswith(FORMER):
        # A person's own rights remove none of them.
        return Capability.WRITE_SHAREPOINT_FILES
    if not granted >= SYNC_SHAREPOINT:
        return Capability.WRITE_OWN_SHAREPOINT_PICTURE
    files = target in _FILES
    return Capability.WRITE_SHAREPOINT_FILES if files else Capability.WRITE_SHAREPOINT_PROFILE
