"""Put a picture into Microsoft 365 and from there everywhere, and prove it."""

from dataclasses import dataclass, replace

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.findings import Findings
from bot.photos.readings import Photo
from bot.photos.replacement import may_write_photo, sharepoint_picture
from bot.photos.seen import Seen, seen_in
from bot.use_cases.check import Check, Checkup
from bot.use_cases.holding import Holding, Remember, together
from bot.use_cases.ports import Audit, Person
from bot.use_cases.rewrite import Rewrite, holds
from bot.use_cases.sync import Ending, Sync, Synced
from bot.use_cases.write import Outcome, Step, carry_out

RIGHT = frozenset({Ending.FIXED, Ending.NOTHING_TO_DO})


@dataclass(frozen=True)
class Put:
    """Writes the Microsoft 365 photo, reads it back, and then lets SharePoint show it."""

    check: Check
    sync: Sync
    remember: Remember
    rewrite: Rewrite

    async def new(self, person: Person, picture: Photo, audit: Audit) -> Synced:
        """Use a picture that the person chose; a JPEG of at most 4 MB."""
        before = await self.check(person)
        if not may_write_photo(findings_of(before), before.granted):
            return Synced(Ending.NOT_POSSIBLE, (), before, _not_permitted())
        return await self._put(before, picture, audit)

    async def from_sharepoint(self, person: Person, audit: Audit, shown: Seen) -> Synced:
        """Use SharePoint's large picture, if what the person saw is still what there is."""
        before = await self.check(person)
        if seen_in(before.readings) != shown:
            return Synced(Ending.PHOTO_CHANGED, (), before)
        picture = sharepoint_picture(findings_of(before), before.granted)
        if picture is None:
            return Synced(Ending.NOT_POSSIBLE, (), before)
        return await self._put(before, picture, audit)

    async def _put(self, before: Checkup, picture: Photo, audit: Audit) -> Synced:
        person = before.person
        held = await self.remember.photo(person)
        write = self.rewrite.photo(person, picture)
        step = await carry_out(person.id, write, audit, self.rewrite.sleep)
        after, put = await self.check.after(before, [step]), Holding(microsoft_365=picture)
        if step.outcome is not Outcome.VERIFIED or not holds(after.readings, put):
            return Synced(Ending.NOT_FIXED, (step,), after, step.failure, held)
        synced = await self.sync.repair(after, audit)
        right = synced.ending in RIGHT and holds(synced.checkup.readings, put)
        return replace(
            synced,
            ending=Ending.FIXED if right else Ending.NOT_FIXED,
            steps=(step, *synced.steps),
            before=together(held, synced.before),
        )


def findings_of(checkup: Checkup) -> Findings:
    """What a check found, to be asked further questions."""
    return Findings(checkup.readings, checkup.diagnosis.copies)


def verified(steps: tuple[Step, ...]) -> bool:
    """Whether every step was seen to be done."""
    return all(step.outcome is Outcome.VERIFIED for step in steps)


def _not_permitted() -> ServiceFailure:
    return ServiceFailure("graph", FailureReason.NOT_PERMITTED)
