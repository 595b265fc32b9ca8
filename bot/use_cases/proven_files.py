"""Files of SharePoint that a sync proved: in which version each showed which photo, and whose.

A photo and a file that still have the etags of that moment are the same, whatever their pixels say
(docs/photo-sync.md, "Versions of files"). Where an etag is missing or another one, nothing is
proven, and the pixels decide.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bot.core.logs import where_it_broke
from bot.photos.copies import Copy, CopyState
from bot.photos.library import Thumbnails, discovered
from bot.photos.readings import FileReading, NotRead, Photo, Profile, Readings, Size, StoredFile

_log = structlog.get_logger(__name__)

# What a file can look like to a comparison, and be the photo all the same.
_IN_DOUBT = frozenset({CopyState.UNSURE, CopyState.DIFFERS, CopyState.PLACEHOLDER})


@dataclass(frozen=True)
class ProvenFile:
    """A file of `User Photos`, as the check after a sync found it to show the photo.

    Attributes:
        my_site: address of the My Site host.
        path: server-relative and decoded.
        etag: of the file.
        photo_etag: of the Microsoft 365 photo.
        written: whether Photobot wrote the file, under a name that was surely the person's own.
    """

    my_site: str
    path: str
    etag: str
    photo_etag: str
    written: bool = False


class ProvenFiles(Protocol):
    """The proven files of everybody; a person is named by Entra object id.

    A path is one person's: the one for whom it was proven last.
    """

    async def of(self, subject: str) -> list[ProvenFile]:
        """Return the files that were proven for a person."""

    async def of_others(self, subject: str, my_site: str, paths: Sequence[str]) -> list[ProvenFile]:
        """Return what Photobot wrote at these paths for anybody else."""

    async def note(self, subject: str, files: Sequence[ProvenFile], now: datetime) -> None:
        """Store files of a person, each in place of what was known of its path."""


class HoldsFiles(Protocol):
    """Who tells the versions of files."""

    async def file(self, my_site: str, path: str) -> FileReading:
        """Read which version of a file there is; failures are readings."""


async def proven_for(files: ProvenFiles | None, subject: str) -> list[ProvenFile] | None:
    """Return what was proven for a person; None where that can't be read now."""
    if files is None:
        return []
    try:
        return await files.of(subject)
    except Exception as error:  # noqa: BLE001 - the pixels decide, as they did before
        _log.warning("proven_files_not_read", **where_it_broke(error))
        return None


async def written_for_others(
    files: ProvenFiles | None,
    sharepoint: HoldsFiles,
    subject: str,
    place: Thumbnails,
    sizes: Collection[Size],
) -> frozenset[Size]:
    """Tell which files Photobot wrote for somebody else, as after a name was given to another.

    Raises what the store of proven files raises, and ServiceFailure where SharePoint does not tell
    a version: what isn't known may not be removed.
    """
    if files is None or not sizes:
        return frozenset()
    paths = {size: place.path(size) for size in sizes}
    rows = await files.of_others(subject, place.my_site, list(paths.values()))
    written = {each.path.casefold(): each.etag for each in rows}
    theirs = set()
    for size, path in paths.items():
        if etag := written.get(path.casefold()):
            now = await sharepoint.file(place.my_site, path)
            if isinstance(now, NotRead):
                raise now.failure("sharepoint")
            if isinstance(now, StoredFile) and now.etag in {etag, None}:
                theirs.add(size)
    return frozenset(theirs)


async def note_proven(
    files: ProvenFiles, subject: str, proven: Sequence[ProvenFile], now: datetime
) -> None:
    """Store what a sync proved; where that fails the act is done all the same."""
    try:
        await files.note(subject, proven, now)
    except Exception as error:  # noqa: BLE001 - the act is done, and its result has to be told
        _log.warning("proven_files_not_noted", **where_it_broke(error))


async def etags_at(sharepoint: HoldsFiles, place: Thumbnails) -> dict[Size, str]:
    """Read the etags of the three files; those that there are."""
    read = await asyncio.gather(
        *(sharepoint.file(place.my_site, place.path(size)) for size in Size)
    )
    found = zip(Size, read, strict=True)
    return {size: each.etag for size, each in found if isinstance(each, StoredFile) and each.etag}


async def proven_sizes(
    files: ProvenFiles | None,
    sharepoint: HoldsFiles,
    subject: str,
    readings: Readings,
    copies: Iterable[Copy],
) -> frozenset[Size]:
    """Return the sizes in doubt whose etags prove that they are the Microsoft 365 photo.

    Nothing is asked while the pixels leave no doubt, so that a usual check costs no more calls.
    """
    doubtful = {copy.size for copy in copies if copy.size and copy.state in _IN_DOUBT}
    place, photo = place_in(readings), readings.microsoft_365
    if not doubtful or place is None or not isinstance(photo, Photo) or photo.etag is None:
        return frozenset()
    proven = {
        (each.my_site, each.path.casefold()): each.etag
        for each in await proven_for(files, subject) or ()
        if each.photo_etag == photo.etag
    }
    wanted = {size: proven.get((place.my_site, place.path(size).casefold())) for size in doubtful}
    if not any(wanted.values()):
        return frozenset()
    # Read after the pictures: versions only go on, so what is there now is what was proven.
    now = await etags_at(sharepoint, place)
    return frozenset(size for size, etag in wanted.items() if etag and now.get(size) == etag)


def proven_by(
    before: Readings,
    after: Readings,
    copies: Iterable[Copy],
    etags: Mapping[Size, str],
    written: frozenset[Size],
) -> list[ProvenFile]:
    """Return what the check after a sync proved.

    `etags` are of the files that `after` names, and were read before their pictures. The photo has
    to be one before and after the sync, as its etag and its pixels are read one after the other.
    """
    place, photo = place_in(after), after.microsoft_365
    was = before.microsoft_365
    if place is None or not isinstance(photo, Photo) or not isinstance(was, Photo):
        return []
    if photo.etag is None or photo.etag != was.etag:
        return []
    same = {copy.size for copy in copies if copy.size and copy.state is CopyState.SAME}
    return [
        ProvenFile(place.my_site, place.path(size), etag, photo.etag, size in written)
        for size, etag in etags.items()
        if size in same
    ]


def place_in(readings: Readings) -> Thumbnails | None:
    """Return the place of the thumbnails that PictureURL names; None where it names none."""
    profile = readings.profile
    if not isinstance(profile, Profile):
        return None
    return discovered(profile.picture_url, profile.my_site)
