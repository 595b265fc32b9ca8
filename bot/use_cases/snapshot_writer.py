"""Writes a snapshot to the stores: pictures are written or removed, and each is read back."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from bot.core.clock import Sleep
from bot.photos.compare import shows_the_same
from bot.photos.library import discovered
from bot.photos.plan import PropertyWrite
from bot.photos.readings import (
    NoPhoto,
    NotRead,
    Photo,
    PhotoReading,
    Profile,
    ProfileReading,
    Readings,
    Size,
    properties_of,
)
from bot.use_cases.ports import Audit, Microsoft365, Person, SharePoint
from bot.use_cases.properties import Properties
from bot.use_cases.snapshot import Files, Snapshot, Stored
from bot.use_cases.write import REMOVE, WRITE, Step, Write, carry_out_in_turn

MICROSOFT_365 = "microsoft_365"


@dataclass(frozen=True)
class SnapshotWriter:
    """The writer of snapshots.

    Files are written before the properties that name them, and removed after those were cleared,
    so that no property ever names a file that is not there.
    """

    microsoft_365: Microsoft365
    sharepoint: SharePoint
    sleep: Sleep

    async def __call__(
        self, person: Person, wanted: Snapshot, my_site: str, audit: Audit
    ) -> tuple[Step, ...]:
        """Write what is wanted, one step after the other for as long as each is verified.

        Files that are removed don't wait for each other.
        """
        writes = self.writes(person, wanted, my_site)
        return await carry_out_in_turn(person.id, writes, audit, self.sleep)

    def writes(
        self, person: Person, wanted: Snapshot, my_site: str
    ) -> tuple[tuple[Write, ...], ...]:
        """Return the writes in order: Microsoft 365 first, as SharePoint pulls from there."""
        photo = wanted.microsoft_365
        cloud = () if photo is None else (self.photo(person, photo, wanted.in_sizes),)
        properties = self._properties(person, my_site, wanted.properties or {})
        files = tuple(self._files(wanted.files)) if wanted.files else ()
        written = tuple(write for write in files if write.action == WRITE)
        removed = tuple(write for write in files if write.action == REMOVE)
        return (cloud, written, *((each,) for each in properties), removed)

    def photo(self, person: Person, wanted: Stored, in_sizes: Photo | None = None) -> Write:
        """Return the write that stores or removes the Microsoft 365 photo.

        It is read back at its largest size and at the one that a check reads, because the sizes
        may change one after the other. `in_sizes` is how a check read the wanted photo before.
        """

        async def perform() -> None:
            if isinstance(wanted, Photo):
                await self.microsoft_365.write_photo(person, wanted.data)
            else:
                await self.microsoft_365.remove_photo(person)

        async def stored() -> bool | None:
            whole, checked = await asyncio.gather(
                self.microsoft_365.largest_photo(person), self.microsoft_365.read(person)
            )
            in_size = _matches_in_size(checked.photo, wanted, in_sizes)
            return _all_of((_matches(whole, wanted), in_size))

        return Write(MICROSOFT_365, perform, stored, _action(wanted))

    def _properties(
        self, person: Person, my_site: str, wanted: Mapping[str, str]
    ) -> tuple[Write, ...]:
        properties = Properties(self.sharepoint, self.sharepoint, my_site, person.upn)
        return tuple(
            properties.set(PropertyWrite(name, value), partial(_are_set, wanted={name: value}))
            for name, value in wanted.items()
        )

    def _files(self, files: Files) -> Iterator[Write]:
        for size, wanted in files.stored.items():
            yield self._file(files, size, wanted)

    def _file(self, files: Files, size: Size, wanted: Stored) -> Write:
        async def perform() -> None:
            if isinstance(wanted, Photo):
                await self.sharepoint.write_thumbnail(files.place, size, wanted.data)
            else:
                await self.sharepoint.remove_thumbnail(files.place, size)

        async def stored() -> bool | None:
            return _matches(await self.sharepoint.thumbnail(files.place, size), wanted)

        return Write(f"sharepoint:{size.value}", perform, stored, _action(wanted))

    async def leads_back(self, wanted: Snapshot) -> bool | None:
        """Tell whether the files are there that PictureURL would lead to; None where not known."""
        if wanted.linked is None:
            return True
        place, stored = wanted.linked.place, wanted.linked.stored
        read = await asyncio.gather(*(self.sharepoint.thumbnail(place, size) for size in stored))
        return _all_of(map(_matches, read, stored.values()))


def holds(readings: Readings, wanted: Snapshot) -> bool | None:
    """Tell whether a check found what is wanted; None where it could not read all of that.

    Files are compared only where the profile names them: a check reads no others.
    """
    photo, properties = wanted.microsoft_365, wanted.properties
    return _all_of(
        (
            photo is None or _matches_in_size(readings.microsoft_365, photo, wanted.in_sizes),
            properties is None or _are_found(readings.profile, properties),
            *(
                files is None or _are_stored(readings, files)
                for files in (wanted.files, wanted.linked)
            ),
        )
    )


def _all_of(found: Iterable[bool | None]) -> bool | None:
    """Join what was found: one that is wrong settles it, even where another was not read."""
    found = tuple(found)
    return None if None in found and False not in found else all(found)


def _are_found(profile: ProfileReading, wanted: Mapping[str, str]) -> bool | None:
    if isinstance(profile, NotRead):
        return None
    return isinstance(profile, Profile) and _are_set(profile, wanted)


def _are_set(profile: Profile, wanted: Mapping[str, str]) -> bool:
    return wanted.items() <= properties_of(profile).items()


def _are_stored(readings: Readings, wanted: Files) -> bool | None:
    profile = readings.profile
    if isinstance(profile, NotRead):
        return None
    if not isinstance(profile, Profile):
        return False
    if discovered(profile.picture_url, profile.my_site) != wanted.place:
        # The check read other files; these were read back one by one when they were written.
        return True
    return _all_of(
        _matches(readings.thumbnails[size], file) for size, file in wanted.stored.items()
    )


def _action(wanted: Stored) -> str:
    return WRITE if isinstance(wanted, Photo) else REMOVE


def _matches_in_size(reading: PhotoReading, wanted: Stored, in_sizes: Photo | None) -> bool | None:
    """Tell whether the size that a check reads is of the wanted photo.

    A transparent photo has the ground colour there that the service gave it before.
    """
    matches = _matches(reading, wanted)
    return matches or (_matches(reading, in_sizes) if in_sizes else matches)


def _matches(reading: PhotoReading, wanted: Stored) -> bool | None:
    if isinstance(reading, NotRead):
        return None
    if isinstance(wanted, NoPhoto):
        return isinstance(reading, NoPhoto)
    # A thumbnail of 48 pixels shows too little to be compared, but comes back as it was written.
    return isinstance(reading, Photo) and (
        reading.data == wanted.data or shows_the_same(reading, wanted)
    )
