"""What may also be the reason: what no service shows, where the readings leave it possible."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.photos import recognition
from bot.photos.causes import TABLE, Cause
from bot.photos.findings import Findings


@dataclass(frozen=True)
class Possibility:
    """A cause that is never asserted, and what leaves it possible; numbered as a `Row` is."""

    cause: Cause
    number: int
    open: Callable[[Findings], bool]


POSSIBILITIES: tuple[Possibility, ...] = (
    Possibility(Cause.CHANGES_RESTRICTED, 8, recognition.perhaps_not_changeable),
    Possibility(Cause.UPLOAD_REFUSED, 15, recognition.perhaps_refused),
    Possibility(Cause.OUTLOOK_POLICY, 9, recognition.perhaps_outlook_policy),
    Possibility(Cause.DIRECTORY_PICTURE_TOO_LARGE, 14, recognition.perhaps_too_large_in_directory),
    Possibility(Cause.CHANGED_IN_BOTH, 13, recognition.perhaps_changed_in_both),
    Possibility(Cause.MAILBOX_ON_PREMISES, 6, recognition.perhaps_on_premises),
    Possibility(Cause.PICTURE_NOT_EDITABLE, 7, recognition.perhaps_not_editable),
    Possibility(Cause.PROFILE_DISCONNECTED, 19, recognition.perhaps_disconnected),
)

# The place of each cause in photo-sync.md §5.3.
NUMBERS: Mapping[Cause, int] = {
    **{row.cause: row.number for row in TABLE},
    **{each.cause: each.number for each in POSSIBILITIES},
}


def possibilities_of(findings: Findings) -> tuple[Cause, ...]:
    """What the readings leave possible; nothing for guests, whose photos are not kept here."""
    if findings.guest is True:
        return ()
    return tuple(each.cause for each in POSSIBILITIES if each.open(findings))
