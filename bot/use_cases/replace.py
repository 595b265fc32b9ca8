"""Put a picture into Microsoft 365 and from there everywhere, and prove it."""

from dataclasses import dataclass, replace

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.findings import Findings
from bot.photos.readings import Photo
from bot.photos.replacement import may_write_photo, sharepoint_picture
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.ports import Audit, Person
from bot.use_cases.snapshot import Snapshot, SnapshotReader, together
from bot.use_cases.snapshot_writer import SnapshotWriter, holds
from bot.use_cases.sync import ActResult, Ending, Sync
from bot.use_cases.write import Step, WriteOutcome, carry_out

RIGHT = frozenset({Ending.FIXED, Ending.NOTHING_TO_DO})


@dataclass(frozen=True)
class Replace:
    """Writes the Microsoft 365 photo, reads it back, and then lets SharePoint show it."""

    check: Check
    sync: Sync
    snapshots: SnapshotReader
    writer: SnapshotWriter

    async def new(self, person: Person, picture: Photo, audit: Audit) -> ActResult:
        """Use a picture that the person chose; a JPEG of at most 4 MB."""
        before = await self.check(person)
        if not may_write_photo(findings_of(before), before.granted):
            return ActResult(Ending.NOT_POSSIBLE, (), before, _not_permitted())
        return await self._put(before, picture, audit)

    async def from_sharepoint(
        self, person: Person, audit: Audit, shown: PictureVersions
    ) -> ActResult:
        """Use SharePoint's large picture, if what the person saw is still what there is."""
        before = await self.check(person)
        if picture_versions(before.readings) != shown:
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        picture = sharepoint_picture(findings_of(before), before.granted)
        if picture is None:
            return ActResult(Ending.NOT_POSSIBLE, (), before)
        return await self._put(before, picture, audit)

    async def _put(self, before: CheckResult, picture: Photo, audit: Audit) -> ActResult:
        person = before.person
        held = await self.snapshots.photo(person)
        write = self.writer.photo(person, picture)
        step = await carry_out(person.id, write, audit, self.writer.sleep)
        after, put = await self.check.after(before, [step]), Snapshot(microsoft_365=picture)
        if step.outcome is not WriteOutcome.VERIFIED or not holds(after.readings, put):
            return ActResult(Ending.NOT_FIXED, (step,), after, step.failure, held)
        act_result = await self.sync.repair(after, audit)
        right = act_result.ending in RIGHT and holds(act_result.check_result.readings, put)
        return replace(
            act_result,
            ending=Ending.FIXED if right else Ending.NOT_FIXED,
            steps=(step, *act_result.steps),
            before=together(held, act_result.before),
        )


def findings_of(check_result: CheckResult) -> Findings:
    """What a check found, to be asked further questions."""
    return Findings(check_result.readings, check_result.diagnosis.copies)


def verified(steps: tuple[Step, ...]) -> bool:
    """Whether every step was seen to be done."""
    return all(step.outcome is WriteOutcome.VERIFIED for step in steps)


def _not_permitted() -> ServiceFailure:
    return ServiceFailure("graph", FailureReason.NOT_PERMITTED)
