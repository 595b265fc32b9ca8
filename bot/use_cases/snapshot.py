"""What the stores hold of one person: remembered before a change, so that it can be undone."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.photos.library import Thumbnails
from bot.photos.readings import NoPhoto, Photo, PhotoReading, Profile, Size, properties_of
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Microsoft365, Person, SharePoint

Stored = Photo | NoPhoto


@dataclass(frozen=True)
class Files:
    """A person's thumbnails in SharePoint, by size."""

    place: Thumbnails
    stored: Mapping[Size, Stored]


@dataclass(frozen=True)
class Snapshot:
    """What is to be held; what is None is left as it is.

    `properties` are values of the SharePoint profile by their names.
    """

    microsoft_365: Stored | None = None
    files: Files | None = None
    properties: Mapping[str, str] | None = None

    @property
    def pictures(self) -> tuple[Photo, ...]:
        """The pictures, for whoever counts their bytes."""
        files = self.files.stored.values() if self.files else ()
        return tuple(each for each in (self.microsoft_365, *files) if isinstance(each, Photo))


NOTHING = Snapshot()


@dataclass(frozen=True)
class SnapshotReader:
    """Reads what a change is about to overwrite; None where any of it can't be read."""

    microsoft_365: Microsoft365
    sharepoint: SharePoint

    async def photo(self, person: Person) -> Snapshot | None:
        """The Microsoft 365 photo at its largest."""
        reading = await self.microsoft_365.largest_photo(person)
        return Snapshot(microsoft_365=reading) if isinstance(reading, Stored) else None

    async def thumbnails(self, before: CheckResult, place: Thumbnails) -> Snapshot | None:
        """SharePoint's files and properties."""
        profile = before.readings.profile
        read = await asyncio.gather(*(self.sharepoint.thumbnail(place, size) for size in Size))
        stored = _stored(dict(zip(Size, read, strict=True)))
        if stored is None or not isinstance(profile, Profile):
            return None
        return Snapshot(files=Files(place, stored), properties=properties_of(profile))


def together(one: Snapshot | None, other: Snapshot | None) -> Snapshot | None:
    """Both halves; None where one of them is not known."""
    if one is None or other is None:
        return None
    return Snapshot(
        microsoft_365=one.microsoft_365 or other.microsoft_365,
        files=one.files or other.files,
        properties=one.properties or other.properties,
    )


def _stored(read: Mapping[Size, PhotoReading]) -> Mapping[Size, Stored] | None:
    stored = {size: reading for size, reading in read.items() if isinstance(reading, Stored)}
    return stored if len(stored) == len(read) else None
