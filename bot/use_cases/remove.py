"""Remove: delete every copy of one person's photo, and prove it.

SharePoint's sync state stays as it is, so that SharePoint pulls the person's next photo.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.failures import ServiceFailure
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.photos.copies import CopyState
from bot.photos.library import Thumbnails, derived, discovered
from bot.photos.readings import (
    PICTURE_URL,
    PLACEHOLDER_STATE,
    NoPhoto,
    NotRead,
    Photo,
    Profile,
    Size,
)
from bot.photos.replacement import may_write_photo
from bot.photos.verdict import Verdict
from bot.photos.versions import PictureVersions, picture_versions
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.former import FormerFiles, former_files
from bot.use_cases.ports import Audit, Person, SharePoint
from bot.use_cases.proven_files import place_in, written_for_others
from bot.use_cases.replace import findings_of
from bot.use_cases.snapshot import (
    NOTHING,
    Files,
    Snapshot,
    SnapshotReader,
    merged,
)
from bot.use_cases.snapshot_writer import MICROSOFT_365, SnapshotWriter
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import REMOVE, Step, WriteOutcome, perhaps_written, verified

# Target of a shown picture that is none of the person's thumbnails, such as a web address.
ELSEWHERE = "sharepoint:elsewhere"
# Shows the grey figure (docs/photo-sync.md, "Profile properties").
SHOW_NOTHING = {PICTURE_URL: "", PLACEHOLDER_STATE: "1"}


@dataclass(frozen=True)
class Removal:
    """What there is to remove.

    Attributes:
        wanted: what the stores are to hold afterwards; only what may be removed is in it.
        left: targets of pictures that are there, or may be, and can't be removed.
    """

    wanted: Snapshot = NOTHING
    left: tuple[str, ...] = ()

    @property
    def removes_photo(self) -> bool:
        """Whether the Microsoft 365 photo is removed."""
        return self.wanted.microsoft_365 is not None

    @property
    def removes_thumbnails(self) -> bool:
        """Whether SharePoint's pictures are removed."""
        return self.wanted.properties is not None

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to remove, and nothing that has to be left."""
        return self == Removal()


@dataclass(frozen=True)
class Remove:
    """The removal of every copy; the Microsoft 365 photo goes first, as SharePoint pulls it."""

    check: Check
    sharepoint: SharePoint
    snapshots: SnapshotReader
    writer: SnapshotWriter

    async def __call__(self, person: Person, audit: Audit, shown: PictureVersions) -> ActResult:
        """Remove every copy, unless the pictures are other ones than the person was `shown`."""
        before = await self.check(person)
        if picture_versions(before.readings) != shown:
            return ActResult(Ending.PHOTO_CHANGED, (), before)
        removal = await self.plan(before)
        if removal.is_nothing:
            left = await former_files(self.check, before)
            return ActResult(_ending_without_writing(left), (), before, left=left)
        if not (removal.removes_photo or removal.removes_thumbnails):
            return ActResult(Ending.NOT_POSSIBLE, _left(removal), before)
        return await self._remove(before, removal, audit)

    async def plan(self, check_result: CheckResult) -> Removal:
        """Find out what there is to remove, and what of it may be removed."""
        cloud, sharepoint = self._photo(check_result), await self._thumbnails(check_result)
        wanted = Snapshot(
            cloud.wanted.microsoft_365, sharepoint.wanted.files, sharepoint.wanted.properties
        )
        return Removal(wanted, (*cloud.left, *sharepoint.left))

    async def _remove(self, before: CheckResult, removal: Removal, audit: Audit) -> ActResult:
        person, profile = before.person, before.readings.profile
        snapshot = await self._snapshot(before, removal.wanted)
        my_site = profile.my_site if isinstance(profile, Profile) else ""
        steps = await self.writer(person, removal.wanted, my_site, audit)
        after = await self.check.after(before, steps)
        steps = (*steps, *_left(removal))
        # What lies under a former name is named: it was not asked about, and so it stays.
        left = await former_files(self.check, after, place_in(before.readings))
        ending = _ending(steps, after, left)
        return ActResult(ending, steps, after, before=snapshot, left=left)

    async def _snapshot(self, before: CheckResult, wanted: Snapshot) -> Snapshot | None:
        """Read what is about to be removed, for an undo; None where it can't be read."""
        snapshot: Snapshot | None = Snapshot()
        if wanted.microsoft_365:
            snapshot = merged(snapshot, await self.snapshots.photo(before))
        if wanted.files:
            files = wanted.files
            read = await self.snapshots.thumbnails(before, files.place, tuple(files.stored))
            snapshot = merged(snapshot, read)
        return snapshot

    def _photo(self, check_result: CheckResult) -> Removal:
        if isinstance(check_result.readings.microsoft_365, NoPhoto):
            return Removal()
        if may_write_photo(findings_of(check_result), check_result.granted):
            return Removal(Snapshot(microsoft_365=NoPhoto()))
        return Removal(left=(MICROSOFT_365,))

    async def _thumbnails(self, check_result: CheckResult) -> Removal:
        profile = check_result.readings.profile
        if isinstance(profile, NotRead):
            return Removal(left=_targets(Size))
        if not isinstance(profile, Profile):
            return Removal()
        try:
            place = await self._own_place(check_result.person, profile)
            return await self._in_sharepoint(check_result, profile, place)
        except ServiceFailure:
            # Without the folder, or whose the files are, nobody knows what may be removed.
            return Removal(left=_targets(Size))

    async def _in_sharepoint(
        self, check_result: CheckResult, profile: Profile, place: Thumbnails
    ) -> Removal:
        """Find out what to remove at this place; raises ServiceFailure."""
        read = await asyncio.gather(*(self.sharepoint.thumbnail(place, size) for size in Size))
        stored = dict(zip(Size, read, strict=True))
        # A file that could not be read counts as present: it must not be called removed.
        present = [size for size, reading in stored.items() if not isinstance(reading, NoPhoto)]
        if discovered(profile.picture_url, profile.my_site) != place:
            # A name that is given to somebody else comes with the files of whoever had it before.
            theirs = await written_for_others(
                self.check.proven_files,
                self.check.sharepoint,
                check_result.person.id,
                place,
                present,
            )
            present = [size for size in present if size not in theirs]
        if not present and not profile.picture_url:
            return Removal()
        foreign = _foreign_targets(check_result, profile, place)
        if not check_result.granted >= SYNC_SHAREPOINT:
            return Removal(left=_targets(present) or foreign)
        files = Files(place, dict.fromkeys(present, NoPhoto()))
        return Removal(Snapshot(files=files, properties=SHOW_NOTHING), foreign)

    async def _own_place(self, person: Person, profile: Profile) -> Thumbnails:
        """Find where the person's own files lie; raises ServiceFailure."""
        place = discovered(profile.picture_url, profile.my_site)
        if place and place.is_surely_of(person.upn, person.id):
            return place
        folder = await self.sharepoint.library_folder(profile.my_site)
        return derived(person.upn, profile.my_site, folder)


def _foreign_targets(
    check_result: CheckResult, profile: Profile, own: Thumbnails
) -> tuple[str, ...]:
    """Return targets of pictures that are shown and whose files may be somebody else's."""
    shown = discovered(profile.picture_url, profile.my_site)
    thumbnails = check_result.readings.thumbnails
    missing = all(isinstance(each, NoPhoto) for each in thumbnails.values())
    if shown == own or not profile.picture_url or missing:
        return ()
    if shown is None:
        return (ELSEWHERE,)
    return _targets(size for size in Size if isinstance(thumbnails.get(size), Photo))


def _ending_without_writing(left: FormerFiles) -> Ending:
    if left.there:
        return Ending.NOT_FIXED
    return Ending.UNCHECKED if left.unread else Ending.NOTHING_TO_DO


def _ending(steps: tuple[Step, ...], after: CheckResult, left: FormerFiles) -> Ending:
    """Tell how a removal ended; the steps name what had to be left, too."""
    if left.there:
        return Ending.NOT_FIXED
    if verified(steps) and after.diagnosis.verdict is Verdict.NO_PHOTO:
        return Ending.UNCHECKED if left.unread else Ending.FIXED
    states = {copy.state for copy in after.diagnosis.copies}
    unread = perhaps_written(steps) and states <= {CopyState.MISSING, CopyState.NOT_READ}
    return Ending.UNCHECKED if unread else Ending.NOT_FIXED


def _targets(sizes: Iterable[Size]) -> tuple[str, ...]:
    return tuple(f"sharepoint:{size.value}" for size in sizes)


def _left(removal: Removal) -> tuple[Step, ...]:
    return tuple(Step(target, WriteOutcome.NOT_TRIED, action=REMOVE) for target in removal.left)
