"""What a census keeps of one person's check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.failures import PASSING, FailureReason
from bot.photos.causes import Cause, Party, Remedy
from bot.photos.readings import NotRead, Readings, Size
from bot.photos.verdict import Verdict
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Person
from bot.use_cases.service import Found


class Counted(StrEnum):
    """What a person is counted as: a verdict, or that nothing is known."""

    IN_SYNC = "in_sync"
    DIFFERS = "differs"
    NO_PHOTO = "no_photo"
    UNSURE = "unsure"
    NOT_KNOWN = "not_known"


GUEST = "guest"
NO_ACCOUNT = "no_account"

# What helps somebody whose photo differs, without an administrator.
HELPFUL = tuple(
    remedy
    for remedy in Remedy
    if remedy.actor is not Party.ADMINISTRATOR and remedy is not Remedy.CHECK_AGAIN
)


@dataclass(frozen=True)
class PersonFinding:
    """What is known of one person's photo.

    Attributes:
        causes: in the order in which to fix them.
        because: why nothing is known: "guest", "no_account", or a store and what failed.
        checked_at: when it was read (UTC).
    """

    subject: str
    verdict: Counted
    checked_at: datetime
    causes: tuple[Cause, ...] = ()
    remedy: Remedy | None = None
    because: str | None = None


def finding_of(subject: str, found: Found, now: datetime) -> PersonFinding:
    """Conclude what a person is counted as from what came of the check."""
    match found:
        case CheckResult(diagnosis=diagnosis, readings=readings):
            counted = Counted(diagnosis.verdict.value)
            because = next(_unread(readings), None)
            if diagnosis.verdict is Verdict.UNSURE and because:
                counted = Counted.NOT_KNOWN
            return PersonFinding(
                subject,
                counted,
                readings.read_at,
                diagnosis.causes,
                diagnosis.remedy,
                because if counted is Counted.NOT_KNOWN else None,
            )
        case Person():
            return PersonFinding(subject, Counted.NOT_KNOWN, now, (Cause.GUEST,), because=GUEST)
        case NotRead():
            return PersonFinding(subject, Counted.NOT_KNOWN, now, because=_words("account", found))
        case _:
            return PersonFinding(subject, Counted.NOT_KNOWN, now, because=NO_ACCOUNT)


def is_unread(finding: PersonFinding) -> bool:
    """Tell whether a service failed, so that nothing is known of the person."""
    return finding.because not in {None, GUEST, NO_ACCOUNT}


def failures_in(found: Found) -> frozenset[FailureReason]:
    """Return the failures of services that may be gone when the person is checked again."""
    if isinstance(found, NotRead):
        return frozenset({found.why} & PASSING)
    if not isinstance(found, CheckResult):
        return frozenset()
    readings = (reading for _, reading in _stores(found.readings) if isinstance(reading, NotRead))
    return frozenset({reading.why for reading in readings} & PASSING)


def _unread(readings: Readings) -> Iterator[str]:
    for store, reading in _stores(readings):
        # An address outside the library is not asked, and that is what is known of it.
        if isinstance(reading, NotRead) and not (
            store.startswith("sharepoint") and reading.why is FailureReason.NOT_ASKED
        ):
            yield _words(store, reading)


def _stores(readings: Readings) -> Iterator[tuple[str, object]]:
    yield "account", readings.account
    yield "microsoft_365", readings.microsoft_365
    yield "profile", readings.profile
    for size in Size:
        yield f"sharepoint {size.value}", readings.thumbnails.get(size)


def _words(store: str, reading: NotRead) -> str:
    return f"{store}: {reading.why.value}" + (f" ({reading.code})" if reading.code else "")
