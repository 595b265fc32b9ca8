"""The state of each copy of a person's photo, concluded from the readings."""

from dataclasses import dataclass, replace
from enum import Enum

from bot.core.failures import FailureReason
from bot.photos.compare import Likeness, compare
from bot.photos.placeholder import Placeholder
from bot.photos.readings import (
    Broken,
    NoPhoto,
    NotRead,
    Photo,
    PhotoReading,
    Readings,
    Size,
)


class Store(Enum):
    """Stores that hold copies."""

    MICROSOFT_365 = "microsoft_365"
    SHAREPOINT = "sharepoint"


class CopyState(Enum):
    """States of a copy; SAME, DIFFERS and UNSURE compare it with the Microsoft 365 photo."""

    PRESENT = "present"
    SAME = "same"
    DIFFERS = "differs"
    UNSURE = "unsure"
    MISSING = "missing"
    PLACEHOLDER = "placeholder"
    BROKEN = "broken"
    NOT_READ = "not_read"


@dataclass(frozen=True)
class Copy:
    """The state of one copy.

    Attributes:
        size: None for the Microsoft 365 photo.
        pixels: width and height; None where no picture was read.
        distance: from the Microsoft 365 photo, 0.0 to 1.0; None where it was not compared.
    """

    store: Store
    size: Size | None
    state: CopyState
    pixels: tuple[int, int] | None = None
    distance: float | None = None


def copies_of(readings: Readings) -> tuple[Copy, ...]:
    """Return the Microsoft 365 photo first, then SharePoint's thumbnails, compared with it."""
    source = readings.microsoft_365
    return (
        _copy(Store.MICROSOFT_365, None, source),
        *(_thumbnail(size, readings, source) for size in Size),
    )


def _thumbnail(size: Size, readings: Readings, source: PhotoReading) -> Copy:
    reading = readings.thumbnails.get(size, NotRead(FailureReason.NOT_ASKED))
    copy = _copy(Store.SHAREPOINT, size, reading)
    # There is nothing to be the same as, so the copy is just present.
    if not isinstance(reading, Photo) or not isinstance(source, Photo) or _shows_nothing(source):
        return copy
    # The etags decide, whatever the pixels are (docs/photo-sync.md, "Comparing pictures").
    if size in readings.proven:
        return replace(copy, state=CopyState.SAME)
    if copy.state is CopyState.PLACEHOLDER and source.picture.placeholder is None:
        return copy
    comparison = compare(source.picture, reading.picture)
    state = {
        Likeness.SAME: CopyState.SAME,
        Likeness.DIFFERENT: CopyState.DIFFERS,
        Likeness.UNSURE: CopyState.UNSURE,
    }[comparison.likeness]
    return Copy(copy.store, size, state, copy.pixels, comparison.distance)


def _shows_nothing(photo: Photo) -> bool:
    """Tell whether a photo has too few pixels to show anything."""
    return photo.picture.placeholder is Placeholder.TINY


def _copy(store: Store, size: Size | None, reading: PhotoReading) -> Copy:
    match reading:
        case Photo(picture=picture):
            # Where nobody has a photo, Microsoft 365 holds none. So a logo or initials there are
            # somebody's choice; SharePoint stores the grey figure by itself.
            is_one = picture.placeholder if store is Store.SHAREPOINT else _shows_nothing(reading)
            state = CopyState.PLACEHOLDER if is_one else CopyState.PRESENT
            return Copy(store, size, state, (picture.width, picture.height))
        case NoPhoto():
            return Copy(store, size, CopyState.MISSING)
        case Broken():
            return Copy(store, size, CopyState.BROKEN)
        case NotRead():
            return Copy(store, size, CopyState.NOT_READ)
