"""What a check says first: its title and one sentence, in the words of who has the photo."""

from enum import Enum, auto

from bot.chat.language import Gettext
from bot.core.failures import PASSING, FailureReason
from bot.photos.causes import Cause
from bot.photos.copies import CopyState
from bot.photos.findings import NOTHING_SHOWN
from bot.photos.readings import NotRead
from bot.photos.verdict import Verdict
from bot.results.record import Evidence, ProfileRead
from bot.texts.verdicts import verdict_title


class Situation(Enum):
    """Where a person stands, as far as it makes another headline."""

    IN_SYNC = auto()
    NEXT_STAYS_OUT = auto()
    NO_PHOTO = auto()
    NO_PHOTO_BUT_FIGURE = auto()
    FIGURE_STORED = auto()
    FIGURE_BESIDE_PHOTO = auto()
    ONLY_IN_SHAREPOINT = auto()
    ONLY_DAMAGED = auto()
    NOT_IN_SHAREPOINT = auto()
    HIDDEN = auto()
    PARTLY = auto()
    ANOTHER = auto()
    FIGURE_IN_SHAREPOINT = auto()
    DAMAGED_IN_SHAREPOINT = auto()
    SOME_MISSING = auto()
    DIFFERS = auto()
    DAMAGED = auto()
    PHOTO_NOT_READ = auto()
    SHAREPOINT_NOT_READ = auto()
    PARTLY_NOT_READ = auto()
    NOT_COMPARED = auto()
    NOT_SURE = auto()


def check_title(evidence: Evidence, _: Gettext) -> str:
    """State in a headline where the person stands."""
    return {
        Situation.IN_SYNC: verdict_title(Verdict.IN_SYNC, _),
        Situation.NEXT_STAYS_OUT: _("Your next photo won't reach SharePoint"),
        Situation.NO_PHOTO: verdict_title(Verdict.NO_PHOTO, _),
        Situation.NO_PHOTO_BUT_FIGURE: verdict_title(Verdict.NO_PHOTO, _),
        Situation.FIGURE_STORED: _("Your photo looks like a placeholder"),
        Situation.FIGURE_BESIDE_PHOTO: _("Your Microsoft 365 photo looks like a placeholder"),
        Situation.ONLY_IN_SHAREPOINT: _("Only SharePoint has a photo of you"),
        Situation.ONLY_DAMAGED: _("SharePoint's photo is damaged"),
        Situation.NOT_IN_SHAREPOINT: _("SharePoint doesn't have your photo yet"),
        Situation.HIDDEN: _("SharePoint isn't showing your photo"),
        Situation.PARTLY: _("SharePoint shows your photo only in places"),
        Situation.ANOTHER: _("SharePoint has a different photo of you"),
        Situation.FIGURE_IN_SHAREPOINT: _("SharePoint's picture looks like a placeholder"),
        Situation.DAMAGED_IN_SHAREPOINT: _("SharePoint's photo is damaged"),
        Situation.SOME_MISSING: verdict_title(Verdict.DIFFERS, _),
        Situation.DIFFERS: verdict_title(Verdict.DIFFERS, _),
        Situation.DAMAGED: _("Your Microsoft 365 photo is damaged"),
        Situation.PHOTO_NOT_READ: _("I couldn't check your Microsoft 365 photo"),
        Situation.SHAREPOINT_NOT_READ: _("I couldn't check SharePoint's photo"),
        Situation.PARTLY_NOT_READ: _("I couldn't check everything"),
        Situation.NOT_COMPARED: _("I couldn't compare SharePoint's photo"),
        Situation.NOT_SURE: verdict_title(Verdict.UNSURE, _),
    }[_situation(evidence)]


def check_lead(evidence: Evidence, _: Gettext) -> str:
    """Say in a sentence what was found where, or what is not known."""
    situation = _situation(evidence)
    looks = _("It looks like a grey figure, a blank picture or initials.")
    none = _("Microsoft 365, which Teams and Outlook use, has none.")
    no_picture = _("What SharePoint stores isn't a picture.")
    # What keeps the next photo out matters more than what differs today.
    if evidence.causes[:1] == (Cause.SYNC_FROZEN,):
        return _("SharePoint no longer takes your photo from Microsoft 365.")
    found = {
        Situation.IN_SYNC: _("I checked every copy in Microsoft 365 and SharePoint."),
        Situation.NEXT_STAYS_OUT: _("Your photo is the same everywhere today."),
        Situation.NO_PHOTO: _("Neither Microsoft 365 nor SharePoint has one."),
        Situation.NO_PHOTO_BUT_FIGURE: _(
            "Microsoft 365 has none, and SharePoint's looks like a placeholder."
        ),
        Situation.FIGURE_STORED: looks,
        Situation.FIGURE_BESIDE_PHOTO: looks,
        Situation.ONLY_IN_SHAREPOINT: none,
        Situation.ONLY_DAMAGED: none,
        Situation.NOT_IN_SHAREPOINT: _("So far only Teams and Outlook show it."),
        Situation.HIDDEN: _("It's set to show a placeholder instead."),
        Situation.PARTLY: _("Some of its copies are right, others aren't."),
        Situation.ANOTHER: _("Teams and Outlook use one photo, SharePoint and OneDrive another."),
        Situation.FIGURE_IN_SHAREPOINT: looks,
        Situation.DAMAGED_IN_SHAREPOINT: no_picture,
        Situation.SOME_MISSING: _("SharePoint lacks some of its copies."),
        Situation.DIFFERS: _("Microsoft 365 and SharePoint don't have the same photo."),
        Situation.DAMAGED: _("What Microsoft 365 stores isn't a picture."),
        Situation.NOT_COMPARED: _("So I don't know whether it's the same."),
        Situation.NOT_SURE: _(
            "They look alike, but may not be the same. See no difference? Then you needn't do "
            "anything."
        ),
    }
    return found.get(situation) or _not_read(situation, _why_unread(evidence), _)


def _not_read(situation: Situation, why: FailureReason | None, _: Gettext) -> str:
    if why is FailureReason.NOT_PERMITTED:
        if situation is Situation.PHOTO_NOT_READ:
            return _("Your company hasn't let me look there.")
        return _("Your company hasn't let me look there. You can look yourself.")
    if situation is Situation.PHOTO_NOT_READ:
        if why in PASSING:
            return _("I couldn't read it just now, so I have nothing to compare.")
        return _("I couldn't read it, so I have nothing to compare.")
    if why in PASSING:
        return _("I couldn't read SharePoint just now, so I don't know what it shows.")
    return _("I couldn't read SharePoint, so I don't know what it shows.")


def _situation(evidence: Evidence) -> Situation:
    return {
        Verdict.IN_SYNC: _in_sync,
        Verdict.NO_PHOTO: _no_photo,
        Verdict.DIFFERS: _differs,
        Verdict.UNSURE: _unsure,
    }[evidence.verdict](evidence)


def _in_sync(evidence: Evidence) -> Situation:
    # All is the same, and what is left to repair is a sync that is off.
    return Situation.NEXT_STAYS_OUT if evidence.repairable else Situation.IN_SYNC


def _no_photo(evidence: Evidence) -> Situation:
    cloud, stored = _states(evidence)
    if cloud is CopyState.PLACEHOLDER:
        return Situation.FIGURE_STORED
    return Situation.NO_PHOTO_BUT_FIGURE if CopyState.PLACEHOLDER in stored else Situation.NO_PHOTO


def _differs(evidence: Evidence) -> Situation:
    cloud, stored = _states(evidence)
    if cloud is CopyState.PLACEHOLDER:
        return Situation.FIGURE_BESIDE_PHOTO
    if cloud in NOTHING_SHOWN:
        only = CopyState.PRESENT in stored
        return Situation.ONLY_IN_SHAREPOINT if only else Situation.ONLY_DAMAGED
    profile = evidence.profile if isinstance(evidence.profile, ProfileRead) else None
    if (profile and not profile.found) or stored == {CopyState.MISSING}:
        return Situation.NOT_IN_SHAREPOINT
    if profile and profile.hidden:
        return Situation.HIDDEN
    by_state = {
        CopyState.SAME: Situation.PARTLY,
        CopyState.DIFFERS: Situation.ANOTHER,
        CopyState.PLACEHOLDER: Situation.FIGURE_IN_SHAREPOINT,
        CopyState.BROKEN: Situation.DAMAGED_IN_SHAREPOINT,
        CopyState.MISSING: Situation.SOME_MISSING,
    }
    found = (situation for state, situation in by_state.items() if state in stored)
    # A row of another version may hold what a check doesn't find.
    return next(found, Situation.DIFFERS)


def _unsure(evidence: Evidence) -> Situation:
    cloud, stored = _states(evidence)
    if cloud is CopyState.BROKEN:
        return Situation.DAMAGED
    if cloud is CopyState.NOT_READ:
        return Situation.PHOTO_NOT_READ
    if stored == {CopyState.NOT_READ} or isinstance(evidence.profile, NotRead):
        unread = _why_unread(evidence)
        return Situation.SHAREPOINT_NOT_READ if unread else Situation.NOT_COMPARED
    return Situation.PARTLY_NOT_READ if CopyState.NOT_READ in stored else Situation.NOT_SURE


def _states(evidence: Evidence) -> tuple[CopyState, frozenset[CopyState]]:
    first, *stored = (read.copy.state for read in evidence.copies)
    return first, frozenset(stored)


def _why_unread(evidence: Evidence) -> FailureReason | None:
    """Return why a copy was not read; what was not asked for has its reason elsewhere."""
    first, *others = evidence.copies
    unread = (first.not_read, evidence.profile, *(each.not_read for each in others))
    whys = (each.why for each in unread if isinstance(each, NotRead))
    return next((why for why in whys if why is not FailureReason.NOT_ASKED), None)
