"""Snapshots: what the stores hold of one person, read before a change so that it can be undone."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.photos.library import Thumbnails
from bot.photos.readings import NoPhoto, Photo, PhotoReading, Profile, Size, properties_of
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Microsoft365, SharePoint
from bot.use_cases.proven_files import place_in

Stored = Photo | NoPhoto


@dataclass(frozen=True)
class Files:
    """A person's thumbnails in SharePoint, by size."""

    place: Thumbnails
    stored: Mapping[Size, Stored]


@dataclass(frozen=True)
class Snapshot:
    """What the stores held, or are to hold.

    A part that is None was not part of the change, and is not written.

    Attributes:
        properties: values of SharePoint profile properties, by their names.
        linked: the files that PictureURL led to, where those are others. They are compared with,
            and never written, as their names may be somebody else's by then.
        in_sizes: how a check read the Microsoft 365 photo, in a size of 240 pixels. A transparent
            photo has a ground colour there (docs/photo-sync.md, "Comparing pictures"). It is
            compared with, and never written.
    """

    microsoft_365: Stored | None = None
    files: Files | None = None
    properties: Mapping[str, str] | None = None
    linked: Files | None = None
    in_sizes: Photo | None = None

    @property
    def pictures(self) -> tuple[Photo, ...]:
        """All pictures of the snapshot, whose bytes count against a limit of memory."""
        files = [each for of in (self.files, self.linked) if of for each in of.stored.values()]
        pictures = (self.microsoft_365, self.in_sizes, *files)
        return tuple(each for each in pictures if isinstance(each, Photo))


NOTHING = Snapshot()


@dataclass(frozen=True)
class SnapshotReader:
    """The reader of what a change is about to overwrite.

    Its methods return None where any part can't be read: half a snapshot can't be put back.
    """

    microsoft_365: Microsoft365
    sharepoint: SharePoint

    async def photo(self, before: CheckResult) -> Snapshot | None:
        """Read the Microsoft 365 photo at its largest size."""
        reading = await self.microsoft_365.largest_photo(before.person)
        if not isinstance(reading, Stored):
            return None
        checked = before.readings.microsoft_365
        if not isinstance(reading, Photo) or not isinstance(checked, Photo):
            return Snapshot(microsoft_365=reading)
        # Another etag is another photo, uploaded since the check.
        is_one_photo = reading.etag in {None, checked.etag}
        return Snapshot(microsoft_365=reading, in_sizes=checked if is_one_photo else None)

    async def thumbnails(
        self, before: CheckResult, place: Thumbnails, sizes: Collection[Size] = tuple(Size)
    ) -> Snapshot | None:
        """Read SharePoint's files at this place, with the properties of the check.

        Other sizes than those that will be written may be somebody else's, and are not read.
        """
        profile = before.readings.profile
        read = await asyncio.gather(*(self.sharepoint.thumbnail(place, size) for size in sizes))
        stored = _stored(dict(zip(sizes, read, strict=True)))
        if stored is None or not isinstance(profile, Profile):
            return None
        named, files = place_in(before.readings), Files(place, stored)
        led_to = _pictures(before.readings.thumbnails)
        linked = Files(named, led_to) if named and named != place else None
        return Snapshot(files=files, properties=properties_of(profile), linked=linked)


def merged(first: Snapshot | None, second: Snapshot | None) -> Snapshot | None:
    """Merge two snapshots, of which the first wins; None where either could not be read."""
    if first is None or second is None:
        return None
    return Snapshot(
        microsoft_365=first.microsoft_365 or second.microsoft_365,
        files=first.files or second.files,
        properties=first.properties or second.properties,
        linked=first.linked or second.linked,
        in_sizes=first.in_sizes or second.in_sizes,
    )


def _pictures(read: Mapping[Size, PhotoReading]) -> Mapping[Size, Photo]:
    return {size: reading for size, reading in read.items() if isinstance(reading, Photo)}


def _stored(read: Mapping[Size, PhotoReading]) -> Mapping[Size, Stored] | None:
    stored = {size: reading for size, reading in read.items() if isinstance(reading, Stored)}
    return stored if len(stored) == len(read) else None
