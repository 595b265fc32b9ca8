"""Tell what one reading of somebody's photo etag means, beside what was known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.watch.change import ChangeKind

# Graph may say for a moment that there is no photo, so a second reading has to agree.
VANISHED_FOR = timedelta(hours=1)
NO_PHOTO = ""


@dataclass(frozen=True)
class WatchedPerson:
    """What is stored of one person.

    Attributes:
        etag: the last one, `NO_PHOTO`, or None where the photo was never read.
        vanished_at: when the photo was first not found in place of this etag (UTC).
    """

    subject: str
    etag: str | None = None
    vanished_at: datetime | None = None


@dataclass(frozen=True)
class Noticed:
    """What has to be stored after a reading.

    Attributes:
        known: what was stored before; somebody else may have changed it since.
        kind: what happened to the photo; None where nobody needs to be told.
        noticed_at: when it was first seen (UTC).
    """

    known: WatchedPerson
    etag: str
    noticed_at: datetime
    vanished_at: datetime | None = None
    kind: ChangeKind | None = None


def notice(known: WatchedPerson, etag: str, now: datetime) -> Noticed | None:
    """Compare a reading with what is known; None where nothing has to be stored.

    The first reading of a person is a baseline. *Vanished* takes two readings an hour apart.
    """
    if etag == known.etag:
        # A photo that was not found for a moment is there again.
        return Noticed(known, etag, now) if known.vanished_at else None
    if known.etag is None or etag != NO_PHOTO:
        return Noticed(known, etag, now, kind=_kind_of_photo(known))
    if known.vanished_at is None:
        return Noticed(known, known.etag, now, vanished_at=now)
    if now - known.vanished_at < VANISHED_FOR:
        return None
    return Noticed(known, NO_PHOTO, known.vanished_at, kind=ChangeKind.VANISHED)


def _kind_of_photo(known: WatchedPerson) -> ChangeKind | None:
    if known.etag is None:
        return None
    return ChangeKind.NEW if known.etag == NO_PHOTO else ChangeKind.CHANGED
