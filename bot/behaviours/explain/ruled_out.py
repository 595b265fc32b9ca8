"""Tell which causes a check ruled out, and which it could not decide.

Each cause has a rule of its own below; the conditions mirror those of `bot.photos.recognition`.
"""

from collections.abc import Callable
from enum import Enum

from bot.photos.causes import Cause
from bot.photos.copies import CopyState
from bot.photos.findings import NOTHING_SHOWN, WRONG
from bot.photos.verdict import Verdict
from bot.results.record import Evidence, ProfileRead

# A picture is stored, whichever one it is.
STORED = frozenset({CopyState.PRESENT, CopyState.SAME, CopyState.DIFFERS, CopyState.UNSURE})


class Judgement(Enum):
    """What a check says of a cause that it did not find; SILENT is not mentioned at all."""

    RULED_OUT = "ruled_out"
    UNDECIDED = "undecided"
    SILENT = "silent"


def judged(evidence: Evidence, judgement: Judgement) -> tuple[Cause, ...]:
    """Return the causes that were not found and have this judgement, in the table's order."""
    not_found = (cause for cause in TABLE if cause not in evidence.causes)
    return tuple(cause for cause in not_found if TABLE[cause](evidence) is judgement)


def _guest(evidence: Evidence) -> Judgement:
    return _fact(evidence.facts.guest, harmless=False)


def _blocked(evidence: Evidence) -> Judgement:
    return _fact(evidence.facts.enabled, harmless=True)


def _exchange_disabled(evidence: Evidence) -> Judgement:
    return _fact(evidence.facts.exchange_enabled, harmless=True)


def _restricted(evidence: Evidence) -> Judgement:
    if Cause.CHANGES_RESTRICTED in evidence.possible:
        return Judgement.UNDECIDED
    return _fact(evidence.facts.changes_restricted, harmless=False)


def _on_premises(evidence: Evidence) -> Judgement:
    if Cause.MAILBOX_ON_PREMISES in evidence.possible:
        return Judgement.UNDECIDED
    ruled_out = evidence.facts.mailbox_on_premises is False
    return Judgement.RULED_OUT if ruled_out else Judgement.SILENT


def _no_photo(evidence: Evidence) -> Judgement:
    return _undecided_if(_cloud(evidence) is CopyState.NOT_READ)


def _placeholder(evidence: Evidence) -> Judgement:
    return _undecided_if(CopyState.NOT_READ in (_cloud(evidence), *_thumbnails(evidence)))


def _no_profile(evidence: Evidence) -> Judgement:
    if not isinstance(evidence.profile, ProfileRead):
        return Judgement.UNDECIDED
    return Judgement.RULED_OUT if evidence.profile.found else Judgement.SILENT


def _no_mailbox(evidence: Evidence) -> Judgement:
    if evidence.mailbox is False:
        return Judgement.SILENT
    return _undecided_if(evidence.mailbox is not True)


def _frozen(evidence: Evidence) -> Judgement:
    profile = _profile(evidence)
    return Judgement.RULED_OUT if profile and not profile.frozen else Judgement.SILENT


def _custom(evidence: Evidence) -> Judgement:
    profile = _profile(evidence)
    own = profile and not profile.hidden and not profile.points_elsewhere
    # Where there is no file, nothing says that the link led to one of the three.
    stored = any(state is not CopyState.MISSING for state in _thumbnails(evidence))
    return Judgement.RULED_OUT if own and stored else Judgement.SILENT


def _empty(evidence: Evidence) -> Judgement:
    profile = _profile(evidence)
    shown = profile and not profile.hidden and any(s in STORED for s in _thumbnails(evidence))
    return Judgement.RULED_OUT if shown else Judgement.SILENT


def _old(evidence: Evidence) -> Judgement:
    states = _thumbnails(evidence)
    if all(state is CopyState.SAME for state in states):
        return Judgement.RULED_OUT
    known = any(state in WRONG for state in states)
    # Known to be wrong in another way, or there is no photo that it could be older than.
    if known or _cloud(evidence) in NOTHING_SHOWN:
        return Judgement.SILENT
    return Judgement.UNDECIDED


def _only_caches(evidence: Evidence) -> Judgement:
    known = evidence.verdict in {Verdict.DIFFERS, Verdict.NO_PHOTO}
    return Judgement.RULED_OUT if known else Judgement.SILENT


def _silent(_: Evidence) -> Judgement:
    """Stay silent on what the words on another cause cover: an old picture, a guest."""
    return Judgement.SILENT


def _never_shown(cause: Cause) -> Callable[[Evidence], Judgement]:
    """Make the rule of a cause that no service shows: it can stay open, but not be ruled out."""

    def judge(evidence: Evidence) -> Judgement:
        return Judgement.UNDECIDED if cause in evidence.possible else Judgement.SILENT

    return judge


def _fact(value: bool | None, *, harmless: bool) -> Judgement:
    """Judge by a fact of account or tenant, of which `harmless` rules the cause out."""
    if value is None:
        return Judgement.UNDECIDED
    return Judgement.RULED_OUT if value is harmless else Judgement.SILENT


def _undecided_if(unknown: bool) -> Judgement:
    return Judgement.UNDECIDED if unknown else Judgement.RULED_OUT


def _cloud(evidence: Evidence) -> CopyState:
    return evidence.copies[0].copy.state


def _thumbnails(evidence: Evidence) -> tuple[CopyState, ...]:
    return tuple(read.copy.state for read in evidence.copies[1:])


def _profile(evidence: Evidence) -> ProfileRead | None:
    profile = evidence.profile
    return profile if isinstance(profile, ProfileRead) and profile.found else None


TABLE: dict[Cause, Callable[[Evidence], Judgement]] = {
    Cause.GUEST: _guest,
    Cause.EXTERNAL_MEMBER: _silent,
    Cause.SHARED_MAILBOX: _silent,
    Cause.SIGN_IN_BLOCKED: _blocked,
    Cause.EXCHANGE_DISABLED: _exchange_disabled,
    Cause.CHANGES_RESTRICTED: _restricted,
    Cause.NO_PHOTO: _no_photo,
    Cause.PLACEHOLDER_STORED: _placeholder,
    Cause.NO_PROFILE: _no_profile,
    Cause.MAILBOX_ON_PREMISES: _on_premises,
    Cause.NO_MAILBOX: _no_mailbox,
    Cause.SYNC_FROZEN: _frozen,
    Cause.CUSTOM_PICTURE: _custom,
    Cause.SHAREPOINT_EMPTY: _empty,
    Cause.SHAREPOINT_OLD: _old,
    Cause.SHAREPOINT_PARTLY_OLD: _silent,
    Cause.ALL_IN_SYNC: _only_caches,
    Cause.UPLOAD_REFUSED: _never_shown(Cause.UPLOAD_REFUSED),
    Cause.OUTLOOK_POLICY: _never_shown(Cause.OUTLOOK_POLICY),
    Cause.DIRECTORY_PICTURE_TOO_LARGE: _never_shown(Cause.DIRECTORY_PICTURE_TOO_LARGE),
    Cause.CHANGED_IN_BOTH: _never_shown(Cause.CHANGED_IN_BOTH),
    Cause.DIRECTORY_PICTURE_SHOWN: _never_shown(Cause.DIRECTORY_PICTURE_SHOWN),
    Cause.PICTURE_NOT_EDITABLE: _never_shown(Cause.PICTURE_NOT_EDITABLE),
    Cause.PROFILE_DISCONNECTED: _never_shown(Cause.PROFILE_DISCONNECTED),
}
