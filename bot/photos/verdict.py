"""The verdict: one word for all copies together."""

from enum import Enum

from bot.photos.copies import CopyState
from bot.photos.findings import NOTHING_SHOWN, WRONG, Findings


class Verdict(Enum):
    """Verdicts on all copies of a person's photo together."""

    IN_SYNC = "in_sync"
    DIFFERS = "differs"
    NO_PHOTO = "no_photo"
    UNSURE = "unsure"


def verdict_of(findings: Findings) -> Verdict:
    """Judge all copies: a known difference outweighs what is not known, which outweighs the rest.

    `IN_SYNC` needs S, M and L each seen to be the same, and a profile that shows them.
    """
    if findings.has_photo:
        return _against_photo(findings)
    if findings.cloud not in NOTHING_SHOWN:
        return Verdict.UNSURE
    if findings.no_profile or findings.all_thumbnails(NOTHING_SHOWN):
        return Verdict.NO_PHOTO
    shown = {CopyState.PRESENT, CopyState.BROKEN}
    return Verdict.DIFFERS if findings.any_thumbnail(shown) else Verdict.UNSURE


def _against_photo(findings: Findings) -> Verdict:
    if findings.no_profile or findings.hidden or findings.any_thumbnail(WRONG):
        return Verdict.DIFFERS
    if findings.shows_thumbnails and findings.all_thumbnails({CopyState.SAME}):
        return Verdict.IN_SYNC
    return Verdict.UNSURE
