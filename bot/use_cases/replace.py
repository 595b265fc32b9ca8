"""Replace: write a picture to Microsoft 365, make SharePoint show it, and prove both."""

from dataclasses import dataclass, replace

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.findings import Findings
from bot.photos.readings import Photo
from bot.photos.replacement import may_write_photo, sharepoint_picture
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.ports import Audit, Person
from bot.use_cases.snapshot import Snapshot, SnapshotReader, merged
from bot.use_cases.snapshot_writer import SnapshotWriter, holds
from bot.use_cases.sync import ActResult, Ending, Sync
from bot.use_cases.write import carry_out, perhaps_written, verified

# Endings of a sync after which SharePoint shows the Microsoft 365 photo.
_SYNCED = frozenset({Ending.FIXED, Ending.NOTHING_TO_DO})


@dataclass(frozen=True)
class Replace:
    """The replacement of a photo: Microsoft 365 is written and read back, then synced."""

    check: Check
    sync: Sync
    snapshots: SnapshotReader
    writer: SnapshotWriter

    async def new(self, person: Person, picture: Photo, audit: Audit) -> ActResult:
        """Write a picture that the person chose: a JPEG of at most 4 MB."""
        before = await self.check(person)
        if not may_write_photo(findings_of(before), before.granted):
            return ActResult(Ending.NOT_POSSIBLE, (), before, _not_permitted())
        return await self._write(before, picture, audit)

    async def from_sharepoint(
        self, person: Person, audit: Audit, shown: PictureVersions
    ) -> ActResult:
        """Write SharePoint's large picture, unless the pictures are other ones than `shown`."""
        before = await self.check(person)
        if picture_versions(before.readings) != shown:
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        picture = sharepoint_picture(findings_of(before), before.granted)
        if picture is None:
            return ActResult(Ending.NOT_POSSIBLE, (), before)
        return await self._write(before, picture, audit)

    async def _write(self, before: CheckResult, picture: Photo, audit: Audit) -> ActResult:
        person = before.person
        snapshot = await self.snapshots.photo(before)
        write = self.writer.photo(person, picture)
        step = await carry_out(person.id, write, audit, self.writer.sleep)
        after, wanted = await self.check.after(before, [step]), Snapshot(microsoft_365=picture)
        held = holds(after.readings, wanted)
        # SharePoint is not written with a photo that somebody else put there meanwhile.
        if not (verified([step]) and held):
            unread = perhaps_written([step]) and held is not False
            ending = Ending.UNCHECKED if unread else Ending.NOT_FIXED
            return ActResult(ending, (step,), after, step.failure, snapshot)
        synced = await self.sync.from_check(after, audit)
        return replace(
            synced,
            ending=_ending(synced, wanted),
            steps=(step, *synced.steps),
            before=merged(snapshot, synced.before),
        )


def _ending(synced: ActResult, wanted: Snapshot) -> Ending:
    """Tell how a replacement ended: a sync proves only that the copies agree."""
    held = holds(synced.check_result.readings, wanted)
    if held and synced.ending in _SYNCED:
        return Ending.FIXED
    unread = held is not False and synced.ending in _SYNCED | {Ending.UNCHECKED}
    return Ending.UNCHECKED if unread else Ending.NOT_FIXED


def findings_of(check_result: CheckResult) -> Findings:
    """Return the findings of a check, as the rules in `bot.photos` take them."""
    return Findings(check_result.readings, check_result.diagnosis.copies)


def _not_permitted() -> ServiceFailure:
    return ServiceFailure("graph", FailureReason.NOT_PERMITTED)
