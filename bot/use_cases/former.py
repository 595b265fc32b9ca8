"""Former files: a person's pictures that still lie under a name which is not theirs any more."""

import asyncio
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.core.deadline import Deadline
from bot.core.failures import FailureReason
from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails, named_on_any_host, thumbnail_at
from bot.photos.readings import NotRead, Profile, Size, StoredFile
from bot.photos.versions import PictureVersions
from bot.use_cases.check import LATE, Check, CheckResult
from bot.use_cases.proven_files import proven_for

# Without the rows of earlier syncs nobody knows where a person's files lay.
ROWS_NOT_READ = NotRead(FailureReason.UNAVAILABLE)


@dataclass(frozen=True)
class FormerFile:
    """A file that is there, and that neither PictureURL nor the present name leads to.

    Attributes:
        etag: of the version that is there, if Photobot wrote that for this very person; None where
            nothing proves whose it is.
    """

    place: Thumbnails
    size: Size
    etag: str | None = None

    @property
    def path(self) -> str:
        """The decoded path on the My Site host."""
        return self.place.path(self.size)

    @property
    def key(self) -> tuple[str, str]:
        """What is the same for each way to write the path."""
        return self.place.my_site, self.path.casefold()


@dataclass(frozen=True)
class FormerFiles:
    """What was found under former names.

    Attributes:
        there: the files that are there.
        unread: why there may be more; None where every place was looked at.
    """

    there: tuple[FormerFile, ...] = ()
    unread: NotRead | None = None

    @property
    def removable(self) -> tuple[FormerFile, ...]:
        """Those that are provably the person's."""
        return tuple(each for each in self.there if each.etag)

    @property
    def others(self) -> tuple[FormerFile, ...]:
        """Those of which nothing proves whose they are."""
        return tuple(each for each in self.there if not each.etag)

    @property
    def versions(self) -> PictureVersions:
        """The versions of what would be removed, so that nothing else is.

        It is a digest, as a row keeps no names.
        """
        lines = sorted(f"{each.key} {each.etag}" for each in self.removable)
        return PictureVersions(etag=None, files=sha256("\n".join(lines).encode()).hexdigest())


NO_FORMER_FILES = FormerFiles()


async def former_files(
    check: Check, found: CheckResult, was: Thumbnails | None = None
) -> FormerFiles:
    """Find the person's former files, as of a check; `was` is what PictureURL named before.

    PictureURL may be written by its owner, so that it proves nothing. What does is that Photobot
    wrote a file for this object id, under the name that was theirs, and that its version is still
    there (docs/photo-sync.md, "Library"). What is not read by the deadline of a check is unread.
    """
    profile = found.readings.profile
    if isinstance(profile, NotRead):
        return FormerFiles(unread=profile)
    until = Deadline.after(check.seconds)
    proven = await until.result_of(proven_for(check.proven_files, found.person.id), None)
    rows = [each for each in proven or () if each.written]
    written = {(each.my_site, each.path.casefold()): each.etag for each in rows}
    places = [thumbnail_at(each.my_site, each.path) for each in rows]
    candidates = [FormerFile(*each) for each in places if each]
    candidates += [FormerFile(was, size) for size in Size] if was else []
    # By their paths alone: what the profile names is in use under whichever name of the host.
    present = None
    if isinstance(profile, Profile):
        present = named_on_any_host(profile.picture_url, profile.my_site)
    in_use = {present.path(size).casefold() for size in Size} if present else set()
    former = {
        each.key: each
        for each in candidates
        if each.path.casefold() not in in_use and not each.place.may_be_of(found.person.upn)
    }
    reading = (check.sharepoint.file(each.place.my_site, each.path) for each in former.values())
    read = await asyncio.gather(*(until.result_of(each, LATE) for each in reading))
    there = tuple(
        replace(each, etag=stored.etag if stored.etag == written.get(each.key) else None)
        for each, stored in zip(former.values(), read, strict=True)
        if isinstance(stored, StoredFile)
    )
    unread = next((each for each in read if isinstance(each, NotRead)), None)
    return FormerFiles(there, unread or (ROWS_NOT_READ if proven is None else None))


def may_remove_former(granted: frozenset[Capability]) -> bool:
    """Tell whether this process may delete files of the My Site host."""
    return Capability.WRITE_SHAREPOINT_FILES in granted
