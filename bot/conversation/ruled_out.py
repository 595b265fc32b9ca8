"""Which causes a check excluded, and which it could not decide."""

from collections.abc import Callable
from enum import Enum

from bot.conversation.evidence import Evidence, ProfileRead
from bot.photos.causes import Cause
from bot.photos.copies import CopyState
from bot.photos.findings import NOTHING_SHOWN, WRONG

STORED = frozenset({CopyState.PRESENT, CopyState.SAME, CopyState.DIFFERS, CopyState.UNSURE})


class Judgement(Enum):
    """What a check says of a cause that it did not find."""

    RULED_OUT = "ruled_out"
    UNDECIDED = "undecided"
    SILENT = "silent"


def judged(evidence: Evidence, judgement: Judgement) -> tuple[Cause, ...]:
    """The causes that were not found and of which the check says this."""
    others = (cause for cause in TABLE if cause not in evidence.causes)
    return tuple(cause for cause in others if TABLE[cause](evidence) is judgement)


def _no_photo(evidence: Evidence) -> Judgement:
    return _unless(_cloud(evidence) is CopyState.NOT_READ)


def _placeholder(evidence: Evidence) -> Judgement:
    return _unless(CopyState.NOT_READ in (_cloud(evidence), *_thumbnails(evidence)))


def _no_profile(evidence: Evidence) -> Judgement:
    if not isinstance(evidence.profile, ProfileRead):
        return Judgement.UNDECIDED
    return Judgement.RULED_OUT if evidence.profile.found else Judgement.SILENT


def _no_mailbox(evidence: Evidence) -> Judgement:
    if evidence.mailbox is False:
        return Judgement.SILENT
    return _unless(evidence.mailbox is not True)


def _frozen(evidence: Evidence) -> Judgement:
    profile = _profile(evidence)
    return Judgement.RULED_OUT if profile and not profile.frozen else Judgement.SILENT


def _custom(evidence: Evidence) -> Judgement:
    profile = _profile(evidence)
    own = profile and not profile.hidden and not profile.points_elsewhere
    return Judgement.RULED_OUT if own else Judgement.SILENT


def _empty(evidence: Evidence) -> Judgement:
    profile = _profile(evidence)
    shown = profile and not profile.hidden and any(s in STORED for s in _thumbnails(evidence))
    return Judgement.RULED_OUT if shown else Judgement.SILENT


def _old(evidence: Evidence) -> Judgement:
    states = _thumbnails(evidence)
    if all(state is CopyState.SAME for state in states):
        return Judgement.RULED_OUT
    known = any(state in WRONG for state in states)
    if known or _cloud(evidence) in NOTHING_SHOWN:
        return Judgement.SILENT
    return Judgement.UNDECIDED


def _unless(unknown: bool) -> Judgement:
    return Judgement.UNDECIDED if unknown else Judgement.RULED_OUT


def _cloud(evidence: Evidence) -> CopyState:
    return evidence.copies[0].copy.state


def _thumbnails(evidence: Evidence) -> tuple[CopyState, ...]:
    return tuple(read.copy.state for read in evidence.copies[1:])


def _profile(evidence: Evidence) -> ProfileRead | None:
    profile = evidence.profile
    return profile if isinstance(profile, ProfileRead) and profile.found else None


TABLE: dict[Cause, Callable[[Evidence], Judgement]] = {
    Cause.NO_PHOTO: _no_photo,
    Cause.PLACEHOLDER_STORED: _placeholder,
    Cause.NO_PROFILE: _no_profile,
    Cause.NO_MAILBOX: _no_mailbox,
    Cause.SYNC_FROZEN: _frozen,
    Cause.CUSTOM_PICTURE: _custom,
    Cause.SHAREPOINT_EMPTY: _empty,
    Cause.SHAREPOINT_OLD: _old,
}
