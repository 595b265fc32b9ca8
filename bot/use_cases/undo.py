"""Undo: put back what a change overwrote, and prove it."""

from dataclasses import dataclass

from bot.photos.readings import Profile
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import Check
from bot.use_cases.ports import Audit, Person
from bot.use_cases.snapshot import Snapshot
from bot.use_cases.snapshot_writer import SnapshotWriter, holds
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import WriteOutcome, perhaps_written, verified


@dataclass(frozen=True)
class Undoable:
    """A change that can be undone.

    Attributes:
        before: what the stores held before the change.
        after: the versions that a check read after the change; others mean a later change.
        my_site: address of the person's My Site host; empty without a SharePoint profile.
    """

    before: Snapshot
    after: PictureVersions
    my_site: str

    @property
    def size(self) -> int:
        """Bytes of the pictures that have to be kept in memory."""
        return sum(len(picture.data) for picture in self.before.pictures)


def undoable(act_result: ActResult) -> Undoable | None:
    """Return what an undo of this act needs; None where it wrote nothing, or can't be undone."""
    written = any(step.outcome is WriteOutcome.VERIFIED for step in act_result.steps)
    if not written or act_result.before is None:
        return None
    profile = act_result.check_result.readings.profile
    my_site = profile.my_site if isinstance(profile, Profile) else ""
    return Undoable(act_result.before, picture_versions(act_result.check_result.readings), my_site)


@dataclass(frozen=True)
class Undo:
    """The undoing of a change, as long as nobody has changed the pictures since."""

    check: Check
    writer: SnapshotWriter

    async def __call__(self, person: Person, change: Undoable, audit: Audit) -> ActResult:
        """Put back what this change overwrote; an undo itself can't be undone."""
        before = await self.check(person)
        # Something was written after the change: putting the old pictures back would destroy it.
        # Or what the profile led to before is gone, so that it would lead to nothing.
        is_after = picture_versions(before.readings) == change.after
        leads_back = await self.writer.leads_back(change.before)
        if is_after and leads_back is None:
            return ActResult(Ending.NOT_POSSIBLE, (), before)
        if not (is_after and leads_back):
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        steps = await self.writer(before.person, change.before, change.my_site, audit)
        after = await self.check.after(before, steps)
        held = holds(after.readings, change.before)
        if verified(steps) and held:
            ending = Ending.FIXED
        else:
            unread = perhaps_written(steps) and held is not False
            ending = Ending.UNCHECKED if unread else Ending.NOT_FIXED
        return ActResult(ending, steps, after, before=None)
