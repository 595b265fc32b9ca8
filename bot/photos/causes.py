"""Why a photo is wrong: one table, a row for each cause (photo-sync.md §5.3).

The rows stand in the order in which the causes must be fixed: nothing can be pulled into a profile
that is not there, and nothing can be copied before there is a photo to copy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.photos.copies import CopyState
from bot.photos.findings import NOTHING_SHOWN, Findings
from bot.photos.verdict import Verdict, verdict_of


class Cause(Enum):
    """A reason why a copy is not as it should be, or why it only seems so."""

    NO_PHOTO = "no_photo"
    PLACEHOLDER_STORED = "placeholder_stored"
    NO_PROFILE = "no_profile"
    NO_MAILBOX = "no_mailbox"
    SYNC_FROZEN = "sync_frozen"
    CUSTOM_PICTURE = "custom_picture"
    SHAREPOINT_EMPTY = "sharepoint_empty"
    SHAREPOINT_OLD = "sharepoint_old"
    SHAREPOINT_PARTLY_OLD = "sharepoint_partly_old"
    ALL_IN_SYNC = "all_in_sync"


class Remedy(Enum):
    """What is done about it, and by whom."""

    ADD_PHOTO = "add_photo"
    VISIT_SHAREPOINT = "visit_sharepoint"
    REPAIR = "repair"
    CLEAR_CACHES = "clear_caches"
    CHECK_AGAIN = "check_again"


@dataclass(frozen=True)
class Row:
    """How a cause is recognised, and what the person can do when the bot may not write."""

    cause: Cause
    applies: Callable[[Findings], bool]
    by_person: Remedy


def _sharepoint_is_empty(findings: Findings) -> bool:
    if findings.no_profile or not findings.has_photo:
        return False
    nothing_stored = findings.all_thumbnails(NOTHING_SHOWN) and findings.profile_known
    return nothing_stored or findings.hidden


def _sharepoint_is_old(findings: Findings) -> bool:
    old = {CopyState.DIFFERS, CopyState.BROKEN}
    return not findings.hidden and findings.all_thumbnails(old)


def _sharepoint_is_partly_old(findings: Findings) -> bool:
    wrong = {CopyState.DIFFERS, CopyState.BROKEN, CopyState.MISSING, CopyState.PLACEHOLDER}
    if findings.hidden or findings.no_profile or not findings.has_photo:
        return False
    some = findings.any_thumbnail(wrong)
    return some and not _sharepoint_is_old(findings) and not _sharepoint_is_empty(findings)


def _placeholder_in_sharepoint(findings: Findings) -> bool:
    return findings.has_photo and findings.any_thumbnail({CopyState.PLACEHOLDER})


TABLE: tuple[Row, ...] = (
    Row(Cause.NO_PHOTO, lambda found: found.cloud is CopyState.MISSING, Remedy.ADD_PHOTO),
    Row(
        Cause.PLACEHOLDER_STORED,
        lambda found: found.cloud is CopyState.PLACEHOLDER,
        Remedy.ADD_PHOTO,
    ),
    Row(
        Cause.NO_PROFILE,
        lambda found: found.no_profile and found.has_photo,
        Remedy.VISIT_SHAREPOINT,
    ),
    Row(
        Cause.NO_MAILBOX,
        lambda found: found.has_photo and found.has_mailbox is False,
        Remedy.VISIT_SHAREPOINT,
    ),
    Row(
        Cause.SYNC_FROZEN,
        lambda found: found.has_photo and found.frozen and found.has_mailbox is not False,
        Remedy.VISIT_SHAREPOINT,
    ),
    Row(
        Cause.CUSTOM_PICTURE,
        lambda found: found.has_photo and found.points_elsewhere,
        Remedy.VISIT_SHAREPOINT,
    ),
    Row(Cause.PLACEHOLDER_STORED, _placeholder_in_sharepoint, Remedy.VISIT_SHAREPOINT),
    Row(Cause.SHAREPOINT_EMPTY, _sharepoint_is_empty, Remedy.VISIT_SHAREPOINT),
    Row(Cause.SHAREPOINT_OLD, _sharepoint_is_old, Remedy.VISIT_SHAREPOINT),
    Row(Cause.SHAREPOINT_PARTLY_OLD, _sharepoint_is_partly_old, Remedy.VISIT_SHAREPOINT),
    Row(
        Cause.ALL_IN_SYNC,
        lambda found: verdict_of(found) is Verdict.IN_SYNC,
        Remedy.CLEAR_CACHES,
    ),
)


def causes_of(findings: Findings) -> tuple[Row, ...]:
    """The rows that apply, in the order in which they must be fixed."""
    return tuple(row for row in TABLE if row.applies(findings))
