"""Put back what a change has overwritten, and prove it."""

from dataclasses import dataclass

from bot.photos.readings import Profile
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import Check
from bot.use_cases.ports import Audit, Person
from bot.use_cases.replace import verified
from bot.use_cases.snapshot import Snapshot
from bot.use_cases.snapshot_writer import SnapshotWriter, holds
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import WriteOutcome


@dataclass(frozen=True)
class Undoable:
    """What was held before a change, and what was seen after it."""

    before: Snapshot
    after: PictureVersions
    my_site: str

    @property
    def size(self) -> int:
        """Bytes of the pictures that are kept."""
        return sum(len(picture.data) for picture in self.before.pictures)


def undoable(act_result: ActResult) -> Undoable | None:
    """What to keep of a change; None where nothing was written, or not all of it was read."""
    written = any(step.outcome is WriteOutcome.VERIFIED for step in act_result.steps)
    if not written or act_result.before is None:
        return None
    profile = act_result.check_result.readings.profile
    my_site = profile.my_site if isinstance(profile, Profile) else ""
    return Undoable(act_result.before, picture_versions(act_result.check_result.readings), my_site)


@dataclass(frozen=True)
class Undo:
    """Writes back what was there, if what the change left is still what there is."""

    check: Check
    writer: SnapshotWriter

    async def __call__(self, person: Person, change: Undoable, audit: Audit) -> ActResult:
        """Undo one change."""
        before = await self.check(person)
        if picture_versions(before.readings) != change.after:
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        steps = await self.writer(before.person, change.before, change.my_site, audit)
        after = await self.check.after(before, steps)
        undone = verified(steps) and holds(after.readings, change.before)
        ending = Ending.FIXED if undone else Ending.NOT_FIXED
        return ActResult(ending, steps, after, before=None)
