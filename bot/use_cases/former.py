"""Former files: a person's pictures that still lie under a name which is not theirs any more."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails, named_on_any_host, thumbnail_at
from bot.photos.readings import Profile, Size, StoredFile
from bot.photos.versions import PictureVersions
from bot.use_cases.check import Check, CheckResult
from bot.use_cases.proven_files import proven_for


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


async def former_files(
    check: Check, found: CheckResult, was: Thumbnails | None = None
) -> tuple[FormerFile, ...]:
    """Find the person's former files, as of a check; `was` is what PictureURL named before.

    PictureURL may be written by its owner, so that it proves nothing. What does is that Photobot
    wrote a file for this object id, under the name that was theirs, and that its version is still
    there (docs/photo-sync.md, "Library").
    """
    profile = found.readings.profile
    if not isinstance(profile, Profile):
        return ()
    rows = [each for each in await proven_for(check.proven_files, found.person.id) if each.written]
    written = {(each.my_site, each.path.casefold()): each.etag for each in rows}
    places = [thumbnail_at(each.my_site, each.path) for each in rows]
    candidates = [FormerFile(*each) for each in places if each]
    candidates += [FormerFile(was, size) for size in Size] if was else []
    # By their paths alone: what the profile names is in use under whichever name of the host.
    present = named_on_any_host(profile.picture_url, profile.my_site)
    in_use = {present.path(size).casefold() for size in Size} if present else set()
    former = {
        each.key: each
        for each in candidates
        if each.path.casefold() not in in_use and not each.place.may_be_of(found.person.upn)
    }
    read = await asyncio.gather(
        *(check.sharepoint.file(each.place.my_site, each.path) for each in former.values())
    )
    there = zip(former.values(), read, strict=True)
    return tuple(
        replace(each, etag=stored.etag if stored.etag == written.get(each.key) else None)
        for each, stored in there
        if isinstance(stored, StoredFile)
    )


def removable(files: Iterable[FormerFile]) -> tuple[FormerFile, ...]:
    """Return those that are provably the person's."""
    return tuple(each for each in files if each.etag)


def may_remove_former(granted: frozenset[Capability]) -> bool:
    """Tell whether this process may delete files of the My Site host."""
    return Capability.WRITE_SHAREPOINT_FILES in granted


def former_versions(files: Iterable[FormerFile]) -> PictureVersions:
    """Return the versions of what would be removed, so that nothing else is.

    It is a digest, as a row keeps no names.
    """
    lines = sorted(f"{each.key} {each.etag}" for each in removable(files))
    return PictureVersions(etag=None, files=sha256("\n".join(lines).encode()).hexdigest())
