"""Sync: make SharePoint show the Microsoft 365 photo, and prove it."""

import asyncio
from dataclasses import dataclass
from enum import Enum

from bot.core.clock import Sleep
from bot.core.failures import ServiceFailure
from bot.photos.causes import Remedy
from bot.photos.compare import shows_the_same
from bot.photos.copies import CopyState
from bot.photos.library import Thumbnails, derived, discovered
from bot.photos.picture import NotAPicture
from bot.photos.plan import SyncPlan, plan_sync
from bot.photos.portrait import thumbnails
from bot.photos.readings import Broken, NoPhoto, NotRead, Photo, PhotoReading, Profile, Size
from bot.photos.verdict import Verdict
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.own_sync import OwnSync
from bot.use_cases.ports import Audit, Microsoft365, Person, SharePoint
from bot.use_cases.properties import Properties
from bot.use_cases.snapshot import NOTHING, Snapshot, SnapshotReader
from bot.use_cases.write import Step, Write, carry_out_in_turn


class Ending(Enum):
    """How an act ended; `FIXED` only after a new check saw every copy to be right."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    NOTHING_TO_DO = "nothing_to_do"
    NOT_POSSIBLE = "not_possible"
    PHOTO_CHANGED = "photo_changed"


@dataclass(frozen=True)
class ActResult:
    """What an act did, step by step.

    Attributes:
        check_result: the check after the writes; where nothing was written, the one before.
        failure: what stopped the act before it wrote, or its first write.
        before: what the stores held before; None where that is not known, so that nothing of the
            act can be undone.
    """

    ending: Ending
    steps: tuple[Step, ...]
    check_result: CheckResult
    failure: ServiceFailure | None = None
    before: Snapshot | None = NOTHING


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
        self, person: Person, audit: Audit, expected_etag: str | None = None
    ) -> ActResult:
        """Sync one person's SharePoint copies.

        `expected_etag` is the etag of the Microsoft 365 photo that the person was shown. Where it
        is another one by now, nothing is written.
        """
        before = await self.check(person)
        # Without an etag the photo could not be read, which is said with its reason further on.
        if expected_etag and _etag(before) not in {expected_etag, None}:
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        return await self.from_check(before, audit)

    async def from_check(self, before: CheckResult, audit: Audit) -> ActResult:
        """Sync after a check that was just made, without checking again first."""
        if before.diagnosis.remedy is not Remedy.REPAIR:
            return ActResult(_without_writing(before), (), before)
        # The check read a photo of about 240 pixels; thumbnails are made from the largest.
        source = await self._source(before)
        if not isinstance(source, Photo):
            return ActResult(Ending.NOT_POSSIBLE, (), before, _why_not(source))
        # The photo was changed since the check, so nobody has agreed to this one.
        if not _is_what_was_checked(source, before):
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        try:
            snapshot, steps = await self._carry_out(before, source, audit)
        except ServiceFailure as failure:
            return ActResult(Ending.NOT_POSSIBLE, (), before, failure)
        after = await self.check.after(before, steps)
        ending = Ending.FIXED if _is_fixed(after) else Ending.NOT_FIXED
        return ActResult(ending, steps, after, before=snapshot)

    async def _source(self, before: CheckResult) -> PhotoReading:
        """Read the largest photo; where it is too large to decode, use the one of the check."""
        largest = await self.microsoft_365.largest_photo(before.person)
        checked = before.readings.microsoft_365
        too_large = isinstance(largest, Broken) and largest.kind is NotAPicture.TOO_LARGE
        return checked if too_large and _is_large_enough(checked) else largest

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
    ) -> tuple[Snapshot | None, tuple[Step, ...]]:
        if self.own is not None:
            # People can't write files, so nothing of this could be undone.
            return None, await self.own(before, source, audit)
        plan = await self.plan(before)
        snapshots = SnapshotReader(self.microsoft_365, self.sharepoint)
        snapshot = await snapshots.thumbnails(before, plan.place)
        return snapshot, await self._write(before.person, plan, source, audit)

    async def _write(
        self, person: Person, plan: SyncPlan, source: Photo, audit: Audit
    ) -> tuple[Step, ...]:
        # Scaling takes some milliseconds of the processor, so it leaves the loop.
        jpegs = await asyncio.to_thread(thumbnails, source.data)
        files = [self._file(plan.place, size, jpegs[size.value], source) for size in plan.sizes]
        my_site, upn = plan.place.my_site, person.upn
        properties = Properties(self.sharepoint, self.sharepoint, my_site, upn).planned(plan)
        return await carry_out_in_turn(person.id, (*files, *properties), audit, self.sleep)

    def _file(self, place: Thumbnails, size: Size, jpeg: bytes, source: Photo) -> Write:
        async def stored() -> bool | None:
            reading = await self.sharepoint.thumbnail(place, size)
            if isinstance(reading, NotRead):
                return None
            return isinstance(reading, Photo) and shows_the_same(reading, source)

        return Write(
            target=f"sharepoint:{size.value}",
            perform=lambda: self.sharepoint.write_thumbnail(place, size, jpeg),
            stored=stored,
        )


def _etag(check_result: CheckResult) -> str | None:
    photo = check_result.readings.microsoft_365
    return photo.etag if isinstance(photo, Photo) else None


def _is_large_enough(photo: PhotoReading) -> bool:
    """Tell whether the largest thumbnail can be made from it without enlarging."""
    if not isinstance(photo, Photo):
        return False
    return min(photo.picture.width, photo.picture.height) >= Size.L.pixels


def _is_what_was_checked(source: Photo, before: CheckResult) -> bool:
    checked = before.readings.microsoft_365
    return isinstance(checked, Photo) and shows_the_same(source, checked)


def _why_not(source: PhotoReading) -> ServiceFailure | None:
    if not isinstance(source, NotRead):
        return None
    return ServiceFailure("graph", source.why, code=source.code, permission=source.permission)


def _without_writing(check_result: CheckResult) -> Ending:
    in_sync = check_result.diagnosis.verdict is Verdict.IN_SYNC
    return Ending.NOTHING_TO_DO if in_sync else Ending.NOT_POSSIBLE


def _is_fixed(after: CheckResult) -> bool:
    """Tell whether every copy is right, and no property is left that was refused just now."""
    diagnosis = after.diagnosis
    return diagnosis.verdict is Verdict.IN_SYNC and not diagnosis.repairable
