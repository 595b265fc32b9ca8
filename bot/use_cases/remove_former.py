"""Remove former files: delete what provably is the person's, and prove that it is gone.

The Microsoft 365 photo, SharePoint's present files and the profile stay as they are.
"""

from dataclasses import dataclass
from functools import partial

from bot.core.clock import Sleep
from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.readings import NoPhoto, NotRead
from bot.photos.versions import PictureVersions
from bot.use_cases.check import Check
from bot.use_cases.former import FormerFile, FormerFiles, former_files, may_remove_former
from bot.use_cases.ports import Audit, Person, SharePoint
from bot.use_cases.refusals import FORMER
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import REMOVE, Step, Write, carry_out, perhaps_written, verified


@dataclass(frozen=True)
class RemoveFormer:
    """The removal of former files. It can't be undone, as the names may be somebody else's soon."""

    check: Check
    sharepoint: SharePoint
    sleep: Sleep

    async def __call__(self, person: Person, audit: Audit, shown: PictureVersions) -> ActResult:
        """Remove the files that the person was `shown`, unless they are other ones by now."""
        before = await self.check(person)
        found = await former_files(self.check, before)
        as_shown = found.versions == shown
        if found.unread and not (as_shown and found.removable):
            # What can't be read may be just what was shown.
            why = found.unread.failure("sharepoint")
            return ActResult(Ending.NOT_POSSIBLE, (), before, why, left=found)
        if not as_shown:
            return ActResult(Ending.PHOTO_CHANGED, (), before, left=found)
        if not found.removable:
            return ActResult(Ending.NOTHING_TO_DO, (), before, left=found)
        if not may_remove_former(before.granted):
            refused = ServiceFailure("sharepoint", FailureReason.NOT_PERMITTED)
            return ActResult(Ending.NOT_POSSIBLE, (), before, refused, left=found)
        # Each for itself: one that somebody wrote meanwhile keeps no other from being removed.
        steps = tuple(
            [
                await carry_out(person.id, self._removal(each), audit, self.sleep)
                for each in found.removable
            ]
        )
        after = await self.check.after(before, steps)
        # Looked for once more: a file can come back, and others may have been there all along.
        left = await former_files(self.check, after)
        return ActResult(_ending(steps, left), steps, after, before=None, left=left)

    def _removal(self, file: FormerFile) -> Write:
        async def gone() -> bool | None:
            reading = await self.sharepoint.file(file.place.my_site, file.path)
            return None if isinstance(reading, NotRead) else isinstance(reading, NoPhoto)

        # With its etag SharePoint itself refuses, if somebody else wrote the file in between.
        perform = partial(self.sharepoint.remove_thumbnail, file.place, file.size, file.etag)
        return Write(f"{FORMER}{file.size.value}", perform, gone, REMOVE)


def _ending(steps: tuple[Step, ...], left: FormerFiles) -> Ending:
    if left.there or not perhaps_written(steps):
        return Ending.NOT_FIXED
    return Ending.FIXED if verified(steps) and not left.unread else Ending.UNCHECKED
