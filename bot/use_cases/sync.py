"""Sync: make SharePoint show the Microsoft 365 photo, and prove it."""

from dataclasses import dataclass
from enum import Enum

from bot.core.clock import Sleep
from bot.core.deadline import Deadline
from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.causes import Remedy
from bot.photos.compare import shows_the_same
from bot.photos.copies import CopyState
from bot.photos.library import Thumbnails, derived, discovered
from bot.photos.picture import NotAPicture
from bot.photos.plan import SyncPlan, plan_sync
from bot.photos.portrait import thumbnails
from bot.photos.readings import Broken, NoPhoto, NotRead, Photo, PhotoReading, Profile, Size
from bot.photos.verdict import Verdict
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.former import NO_FORMER_FILES, FormerFiles, former_files
from bot.use_cases.own_sync import OwnSync
from bot.use_cases.ports import Audit, Microsoft365, Person, SharePoint
from bot.use_cases.properties import Properties
from bot.use_cases.proven_files import etags_at, note_proven, place_in, proven_by
from bot.use_cases.snapshot import NOTHING, Snapshot, SnapshotReader
from bot.use_cases.write import (
    Step,
    Write,
    WriteOutcome,
    carry_out_in_turn,
    perhaps_written,
)

_COSTLY = frozenset({NotAPicture.TOO_LARGE, NotAPicture.COMPLEX})
# States of copies that are right, or that nobody could read or compare.
_NOT_WRONG = frozenset({CopyState.SAME, CopyState.PRESENT, CopyState.NOT_READ})


class Ending(Enum):
    """How an act ended; `FIXED` only after a new check saw every copy to be right.

    UNCHECKED: everything was written, nothing was seen to be wrong, and not all could be read.
    CUT_OFF: the subject's lease was lost, so that another act may have written in between.
    """

    FIXED = "fixed"
    UNCHECKED = "unchecked"
    NOT_FIXED = "not_fixed"
    NOTHING_TO_DO = "nothing_to_do"
    NOT_POSSIBLE = "not_possible"
    PHOTO_CHANGED = "photo_changed"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class ActResult:
    """What an act did, step by step.

    Attributes:
        check_result: the check after the writes; where nothing was written, the one before.
        failure: what stopped the act before it wrote, or its first write, or what no waiting ends.
        before: what the stores held before; None where that is not known, so that nothing of the
            act can be undone.
        left: what is still there under a name which is not the person's present one.
    """

    ending: Ending
    steps: tuple[Step, ...]
    check_result: CheckResult
    failure: ServiceFailure | None = None
    before: Snapshot | None = NOTHING
    left: FormerFiles = NO_FORMER_FILES


@dataclass(frozen=True)
class Sync:
    """The sync of SharePoint's copies: files, each read back, then properties, then a new check.

    The order is that of docs/photo-sync.md, "Writing SharePoint's copy". With `own` it writes with
    the person's own rights, which don't extend to files.
    """

    check: Check
    microsoft_365: Microsoft365
    sharepoint: SharePoint
    sleep: Sleep
    own: OwnSync | None = None

    async def __call__(
        self, person: Person, audit: Audit, shown: PictureVersions | None = None
    ) -> ActResult:
        """Sync one person's SharePoint copies.

        `shown` is what the person was shown; None for a command, which shows nothing. Where the
        Microsoft 365 photo is another one by now, nothing is written.
        """
        before = await self.check(person)
        now = picture_versions(before.readings).etag
        # Without a version the photo could not be read, which is said with its reason further on.
        if shown and now not in {shown.etag, None}:
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        return await self.from_check(before, audit)

    async def from_check(self, before: CheckResult, audit: Audit) -> ActResult:
        """Sync after a check that was just made, without checking again first."""
        if before.diagnosis.remedy is not Remedy.REPAIR:
            return ActResult(_without_writing(before), (), before)
        # The check read a photo of about 240 pixels; thumbnails are made from the largest.
        source = await self._source(before)
        if not isinstance(source, Photo):
            why = source.failure("graph") if isinstance(source, NotRead) else None
            return ActResult(Ending.NOT_POSSIBLE, (), before, why)
        checked = before.readings.microsoft_365
        if not isinstance(checked, Photo) or not await self._is_one_photo(source, checked, before):
            # The photo was changed since the check, so nobody has agreed to this one.
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        # A transparent photo has a ground colour in its sizes alone, and apps show those.
        if not shows_the_same(source, checked) and _is_large_enough(checked):
            source = checked
        try:
            snapshot, steps, place = await self._carry_out(before, source, audit)
        except ServiceFailure as failure:
            if failure.why is FailureReason.LIST_TOO_LONG:
                # So that it is not offered again at once.
                refused = Step(_target(Size.M), WriteOutcome.FAILED, failure)
                before = await self.check.after(before, [refused])
            return ActResult(Ending.NOT_POSSIBLE, (), before, failure)
        after = await self._check_after(before, steps, place)
        # What stays under another name, as after somebody was renamed, is named and not touched.
        left = await former_files(self.check, after, place_in(before.readings))
        ending = _ending(steps, after)
        return ActResult(ending, steps, after, _that_lasts(steps), before=snapshot, left=left)

    async def _check_after(
        self, before: CheckResult, steps: tuple[Step, ...], place: Thumbnails | None
    ) -> CheckResult:
        """Check what was written at this place, and store what that proves for later checks."""
        proven_files = self.check.proven_files
        if proven_files is None or place is None:
            return await self.check.after(before, steps)
        # Before the pictures: a version that is written after this is not taken for a proven one.
        until = Deadline.after(self.check.seconds)
        etags = await until.result_of(etags_at(self.check.sharepoint, place), {})
        after = await self.check.after(before, steps)
        if place_in(after.readings) != place:
            return after
        is_own = place.is_surely_of(before.person.upn, before.person.id)
        done = {step.target for step in steps if step.outcome is WriteOutcome.VERIFIED}
        written = frozenset(size for size in Size if is_own and _target(size) in done)
        copies = after.diagnosis.copies
        proven = proven_by(before.readings, after.readings, copies, etags, written)
        await note_proven(proven_files, after.person.id, proven, self.check.now())
        return after

    async def _source(self, before: CheckResult) -> PhotoReading:
        """Read the largest photo; where it costs too much to decode, use the one of the check."""
        largest = await self.microsoft_365.largest_photo(before.person)
        checked = before.readings.microsoft_365
        costly = isinstance(largest, Broken) and largest.kind in _COSTLY
        return checked if costly and _is_large_enough(checked) else largest

    async def _is_one_photo(self, source: Photo, checked: Photo, before: CheckResult) -> bool:
        """Tell whether the largest photo is the one that was checked, whatever its pixels are.

        The same etag means the same photo (docs/photo-sync.md, "Comparing pictures").
        """
        same_etag = checked.etag is not None and source.etag == checked.etag
        if same_etag or shows_the_same(source, checked):
            return True
        if checked.etag is None or source.etag is not None:
            return False
        # A download need not name its etag. Every upload has a new one, so where the metadata
        # still have that of the check, the photo was not changed in between.
        now = (await self.microsoft_365.read(before.person)).photo
        return isinstance(now, Photo) and now.etag == checked.etag

    async def plan(self, check_result: CheckResult) -> SyncPlan:
        """Decide where the files belong, and what to write.

        Raises ServiceFailure, and TypeError for somebody without a SharePoint profile.
        """
        profile = check_result.readings.profile
        if not isinstance(profile, Profile):
            raise TypeError("a sync is planned for people with a SharePoint profile")
        named = discovered(profile.picture_url, profile.my_site)
        place = await self._place(named, check_result, profile.my_site)
        # The check compared the files at `named`; of any other place nothing is known.
        copies = check_result.diagnosis.copies if place == named else ()
        up_to_date = {copy.size for copy in copies if copy.state is CopyState.SAME}
        return plan_sync(check_result.readings.account, profile, place, up_to_date)

    async def _place(
        self, named: Thumbnails | None, check_result: CheckResult, my_site: str
    ) -> Thumbnails:
        """Return the place that PictureURL names, or where files belong if none is there."""
        if named is None or not named.may_be_of(check_result.person.upn):
            folder = await self.sharepoint.library_folder(my_site)
            return derived(check_result.person.upn, my_site, folder)
        if not all(isinstance(each, NoPhoto) for each in check_result.readings.thumbnails.values()):
            return named
        # The folder may be gone with them, as after a change of the site's language.
        return named.moved_to(await self.sharepoint.library_folder(my_site))

    async def _carry_out(
        self, before: CheckResult, source: Photo, audit: Audit
    ) -> tuple[Snapshot | None, tuple[Step, ...], Thumbnails | None]:
        """Write; return what was overwritten, what was done, and the place of the files."""
        if self.own is not None:
            # People can't write files, so nothing of this could be undone.
            steps = await self.own(before, source, audit)
            return None, steps, place_in(before.readings)
        plan = await self.plan(before)
        snapshots = SnapshotReader(self.microsoft_365, self.sharepoint)
        snapshot = await snapshots.thumbnails(before, plan.place)
        return snapshot, await self._write(before.person, plan, source, audit), plan.place

    async def _write(
        self, person: Person, plan: SyncPlan, source: Photo, audit: Audit
    ) -> tuple[Step, ...]:
        threads = self.check.threads
        async with threads.turn(person.id):
            jpegs = await threads.decode(source.data, thumbnails)
        files = [self._file(plan.place, size, jpegs[size.value], source) for size in plan.sizes]
        my_site, upn = plan.place.my_site, person.upn
        properties = Properties(self.sharepoint, self.sharepoint, my_site, upn).planned(plan)
        groups = (files, *((each,) for each in properties))
        return await carry_out_in_turn(person.id, groups, audit, self.sleep)

    def _file(self, place: Thumbnails, size: Size, jpeg: bytes, source: Photo) -> Write:
        async def stored() -> bool | None:
            reading = await self.sharepoint.thumbnail(place, size)
            if isinstance(reading, NotRead):
                return None
            return isinstance(reading, Photo) and shows_the_same(reading, source)

        return Write(
            target=_target(size),
            perform=lambda: self.sharepoint.write_thumbnail(place, size, jpeg),
            stored=stored,
        )


def _is_large_enough(photo: PhotoReading) -> bool:
    """Tell whether the largest thumbnail can be made from it without enlarging."""
    if not isinstance(photo, Photo):
        return False
    return min(photo.picture.width, photo.picture.height) >= Size.L.pixels


def _target(size: Size) -> str:
    return f"sharepoint:{size.value}"


def _that_lasts(steps: tuple[Step, ...]) -> ServiceFailure | None:
    """Return the failure that an administrator alone can end, where a step met it."""
    failures = (step.failure for step in steps if step.failure)
    return next((each for each in failures if each.why is FailureReason.LIST_TOO_LONG), None)


def _without_writing(check_result: CheckResult) -> Ending:
    diagnosis = check_result.diagnosis
    nothing_to_do = diagnosis.verdict is Verdict.IN_SYNC and diagnosis.lasts
    return Ending.NOTHING_TO_DO if nothing_to_do else Ending.NOT_POSSIBLE


def _ending(steps: tuple[Step, ...], after: CheckResult) -> Ending:
    """Tell how a sync ended; nothing is fixed while a property is left that was refused."""
    diagnosis = after.diagnosis
    if diagnosis.repairable:
        return Ending.NOT_FIXED
    if diagnosis.verdict is Verdict.IN_SYNC:
        return Ending.FIXED
    states = {copy.state for copy in diagnosis.copies}
    unread = diagnosis.verdict is Verdict.UNSURE and states <= _NOT_WRONG
    return Ending.UNCHECKED if unread and perhaps_written(steps) else Ending.NOT_FIXED
