"""Why a photo is wrong: one table, a row for each cause (photo-sync.md §5.3).

The rows stand in the order in which the causes must be fixed: nothing can be pulled into a profile
that is not there, and nothing can be copied before there is a photo to copy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.photos.copies import CopyState
from bot.photos.findings import WRONG, Findings
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
    ASK_SUPPORT = "ask_support"
    REPAIR = "repair"
    CLEAR_CACHES = "clear_caches"
    CHECK_AGAIN = "check_again"


@dataclass(frozen=True)
class Row:
    """How a cause is recognised, and what the person can do when the bot may not write."""

    cause: Cause
    applies: Callable[[Findings], bool]
    by_person: Remedy


def _should_show(findings: Findings) -> bool:
    return findings.has_photo and not findings.no_profile


def _no_mailbox(findings: Findings) -> bool:
    in_sync = verdict_of(findings) is Verdict.IN_SYNC
    return findings.has_photo and findings.has_mailbox is False and not in_sync


def _sync_frozen(findings: Findings) -> bool:
    return findings.has_photo and findings.frozen and findings.has_mailbox is not False


def _custom_picture(findings: Findings) -> bool:
    return findings.has_photo and findings.points_elsewhere and not findings.hidden


def _placeholder_in_sharepoint(findings: Findings) -> bool:
    return findings.has_photo and findings.any_thumbnail({CopyState.PLACEHOLDER})


# Where a thumbnail or the profile is known to be wrong, one of empty, old and partly old applies.


def _sharepoint_is_empty(findings: Findings) -> bool:
    nothing_stored = findings.all_thumbnails(WRONG - {CopyState.DIFFERS})
    return _should_show(findings) and (findings.hidden or nothing_stored)


def _sharepoint_is_old(findings: Findings) -> bool:
    all_wrong = findings.all_thumbnails(WRONG)
    old = all_wrong and findings.any_thumbnail({CopyState.DIFFERS})
    return _should_show(findings) and not findings.hidden and old


def _sharepoint_is_partly_old(findings: Findings) -> bool:
    some_wrong = findings.any_thumbnail(WRONG) and not findings.all_thumbnails(WRONG)
    return _should_show(findings) and not findings.hidden and some_wrong


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
    Row(Cause.NO_MAILBOX, _no_mailbox, Remedy.ASK_SUPPORT),
    Row(Cause.SYNC_FROZEN, _sync_frozen, Remedy.ASK_SUPPORT),
    Row(Cause.CUSTOM_PICTURE, _custom_picture, Remedy.VISIT_SHAREPOINT),
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
