"""Causes of a wrong photo: a table of those that the stores show, and one of possible ones.

Source: docs/photo-sync.md, "Causes".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.photos import recognition
from bot.photos.findings import Findings


class Cause(Enum):
    """Reasons why a photo is wrong somewhere, or only seems to be wrong."""

    GUEST = "guest"
    EXTERNAL_MEMBER = "external_member"
    SHARED_MAILBOX = "shared_mailbox"
    SIGN_IN_BLOCKED = "sign_in_blocked"
    EXCHANGE_DISABLED = "exchange_disabled"
    CHANGES_RESTRICTED = "changes_restricted"
    NO_PHOTO = "no_photo"
    PLACEHOLDER_STORED = "placeholder_stored"
    NO_PROFILE = "no_profile"
    MAILBOX_ON_PREMISES = "mailbox_on_premises"
    NO_MAILBOX = "no_mailbox"
    SYNC_FROZEN = "sync_frozen"
    CUSTOM_PICTURE = "custom_picture"
    SHAREPOINT_EMPTY = "sharepoint_empty"
    SHAREPOINT_OLD = "sharepoint_old"
    SHAREPOINT_PARTLY_OLD = "sharepoint_partly_old"
    ALL_IN_SYNC = "all_in_sync"
    UPLOAD_REFUSED = "upload_refused"
    OUTLOOK_POLICY = "outlook_policy"
    DIRECTORY_PICTURE_TOO_LARGE = "directory_picture_too_large"
    CHANGED_IN_BOTH = "changed_in_both"
    DIRECTORY_PICTURE_SHOWN = "directory_picture_shown"
    PICTURE_NOT_EDITABLE = "picture_not_editable"
    PROFILE_DISCONNECTED = "profile_disconnected"


class Party(Enum):
    """Who applies a remedy."""

    PHOTOBOT = "photobot"
    PERSON = "person"
    ADMINISTRATOR = "administrator"


class Remedy(Enum):
    """Remedies of causes."""

    ADD_PHOTO = "add_photo"
    VISIT_SHAREPOINT = "visit_sharepoint"
    ASK_SUPPORT = "ask_support"
    ASK_ADMINISTRATOR = "ask_administrator"
    ASK_FOR_PERMISSION = "ask_for_permission"
    ASK_ABOUT_REJECTION = "ask_about_rejection"
    REPAIR = "repair"
    CLEAR_CACHES = "clear_caches"
    CHECK_AGAIN = "check_again"

    @property
    def actor(self) -> Party:
        """Who applies it."""
        administrators = (
            Remedy.ASK_SUPPORT,
            Remedy.ASK_ADMINISTRATOR,
            Remedy.ASK_FOR_PERMISSION,
            Remedy.ASK_ABOUT_REJECTION,
        )
        if self in administrators:
            return Party.ADMINISTRATOR
        return Party.PHOTOBOT if self is Remedy.REPAIR else Party.PERSON


@dataclass(frozen=True)
class Row:
    """How a cause is recognised, and what helps against it where the bot may not write.

    Attributes:
        number: its number in docs/photo-sync.md, "Causes".
        wait: hours until the remedy shows, as far as Microsoft documents them.
    """

    cause: Cause
    number: int
    applies: Callable[[Findings], bool]
    without_writing: Remedy
    wait: int | None = None


# SharePoint pulls a photo at most once in this many hours, and settings take effect within as many.
DAY = 24

# In the order in which causes have to be fixed: nothing is pulled into a profile that is not there,
# and nothing is copied before there is a photo to copy.
TABLE: tuple[Row, ...] = (
    Row(Cause.GUEST, 12, recognition.guest, Remedy.ASK_ADMINISTRATOR),
    Row(Cause.EXTERNAL_MEMBER, 12, recognition.external_member, Remedy.ASK_ADMINISTRATOR),
    Row(Cause.SHARED_MAILBOX, 11, recognition.shared_mailbox, Remedy.ASK_ADMINISTRATOR),
    Row(Cause.SIGN_IN_BLOCKED, 11, recognition.sign_in_blocked, Remedy.ASK_ADMINISTRATOR),
    Row(Cause.EXCHANGE_DISABLED, 16, recognition.exchange_disabled, Remedy.ASK_ADMINISTRATOR),
    Row(Cause.CHANGES_RESTRICTED, 8, recognition.changes_restricted, Remedy.ASK_ADMINISTRATOR, DAY),
    Row(Cause.NO_PHOTO, 1, recognition.no_photo, Remedy.ADD_PHOTO, DAY),
    Row(
        Cause.PLACEHOLDER_STORED,
        18,
        recognition.placeholder_in_microsoft_365,
        Remedy.ADD_PHOTO,
        DAY,
    ),
    Row(Cause.NO_PROFILE, 10, recognition.no_profile_to_come, Remedy.ASK_ADMINISTRATOR),
    Row(Cause.NO_PROFILE, 10, recognition.no_profile, Remedy.VISIT_SHAREPOINT, DAY),
    Row(Cause.MAILBOX_ON_PREMISES, 6, recognition.mailbox_on_premises, Remedy.ASK_SUPPORT),
    Row(Cause.NO_MAILBOX, 5, recognition.no_mailbox, Remedy.ASK_SUPPORT),
    Row(Cause.SYNC_FROZEN, 4, recognition.sync_frozen, Remedy.ASK_SUPPORT),
    Row(Cause.CUSTOM_PICTURE, 2, recognition.custom_picture, Remedy.VISIT_SHAREPOINT, DAY),
    Row(
        Cause.PLACEHOLDER_STORED,
        18,
        recognition.placeholder_in_sharepoint,
        Remedy.VISIT_SHAREPOINT,
        DAY,
    ),
    Row(Cause.SHAREPOINT_EMPTY, 3, recognition.sharepoint_empty, Remedy.VISIT_SHAREPOINT, DAY),
    Row(Cause.SHAREPOINT_OLD, 2, recognition.sharepoint_old, Remedy.VISIT_SHAREPOINT, DAY),
    Row(
        Cause.SHAREPOINT_PARTLY_OLD,
        2,
        recognition.sharepoint_partly_old,
        Remedy.VISIT_SHAREPOINT,
        DAY,
    ),
    # Last of what may be wrong: nobody but its owner knows whether it is.
    Row(Cause.PLACEHOLDER_STORED, 18, recognition.photo_like_placeholder, Remedy.VISIT_SHAREPOINT),
    Row(Cause.ALL_IN_SYNC, 17, recognition.all_in_sync, Remedy.CLEAR_CACHES),
)


def causes_of(findings: Findings) -> tuple[Row, ...]:
    """Return the rows that apply, in the order in which they have to be fixed."""
    return tuple(row for row in TABLE if row.applies(findings))


def is_administrators(cause: Cause) -> bool:
    """Tell whether only an administrator can do something about a cause."""
    return all(
        row.without_writing.actor is Party.ADMINISTRATOR for row in TABLE if row.cause is cause
    )


@dataclass(frozen=True)
class Possibility:
    """A cause that no service shows, with the test for whether the readings leave it possible."""

    cause: Cause
    number: int
    is_open: Callable[[Findings], bool]


POSSIBILITIES: tuple[Possibility, ...] = (
    Possibility(Cause.CHANGES_RESTRICTED, 8, recognition.perhaps_not_changeable),
    Possibility(Cause.UPLOAD_REFUSED, 15, recognition.perhaps_refused),
    Possibility(Cause.OUTLOOK_POLICY, 9, recognition.perhaps_outlook_policy),
    Possibility(Cause.DIRECTORY_PICTURE_TOO_LARGE, 14, recognition.perhaps_too_large_in_directory),
    Possibility(Cause.CHANGED_IN_BOTH, 13, recognition.perhaps_changed_in_both),
    Possibility(Cause.DIRECTORY_PICTURE_SHOWN, 13, recognition.perhaps_shown_from_directory),
    Possibility(Cause.MAILBOX_ON_PREMISES, 6, recognition.perhaps_on_premises),
    Possibility(Cause.PICTURE_NOT_EDITABLE, 7, recognition.perhaps_not_editable),
    Possibility(Cause.PROFILE_DISCONNECTED, 19, recognition.perhaps_disconnected),
)

# The number of each cause in docs/photo-sync.md, "Causes", which administrators are shown.
NUMBERS: Mapping[Cause, int] = {
    **{row.cause: row.number for row in TABLE},
    **{each.cause: each.number for each in POSSIBILITIES},
}


def possibilities_of(findings: Findings) -> tuple[Cause, ...]:
    """Return the causes that the readings leave possible; none for people of elsewhere.

    Nor for shared mailboxes, whose photo nobody uploads for themselves.
    """
    # Mailbox, directory and settings of a guest are those of the home organisation.
    if findings.guest is True or findings.external_member or findings.shared_mailbox:
        return ()
    return tuple(each.cause for each in POSSIBILITIES if each.is_open(findings))
