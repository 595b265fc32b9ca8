"""Words on each copy of the photo."""

from bot.chat.language import Gettext
from bot.core.failures import FailureReason
from bot.photos.copies import Copy, CopyState, Store
from bot.photos.readings import NotRead, PhotoReading
from bot.texts.joining import both
from cards.views import Mood

MOODS = {
    CopyState.PRESENT: Mood.NEUTRAL,
    CopyState.SAME: Mood.GOOD,
    CopyState.DIFFERS: Mood.BAD,
    CopyState.UNSURE: Mood.WARNING,
    CopyState.MISSING: Mood.BAD,
    CopyState.PLACEHOLDER: Mood.BAD,
    CopyState.BROKEN: Mood.BAD,
    CopyState.NOT_READ: Mood.WARNING,
}


def state_words(state: CopyState, _: Gettext) -> str:
    """Name the state of a copy in a word or two."""
    return {
        CopyState.PRESENT: _("A photo"),
        CopyState.SAME: _("The same photo"),
        CopyState.DIFFERS: _("A different photo"),
        CopyState.UNSURE: _("Perhaps the same photo"),
        CopyState.MISSING: _("No photo"),
        CopyState.PLACEHOLDER: _("Looks like a placeholder"),
        CopyState.BROKEN: _("A damaged file"),
        CopyState.NOT_READ: _("Not known"),
    }[state]


def place_of(store: Store, _: Gettext) -> str:
    """Name where people see what a store holds."""
    return {
        Store.MICROSOFT_365: _("Teams and Outlook"),
        Store.SHAREPOINT: _("SharePoint and OneDrive"),
    }[store]


def caption(copy: Copy, _: Gettext) -> str:
    """Say beneath a picture what it is."""
    if copy.state is CopyState.PRESENT:
        cloud = copy.store is Store.MICROSOFT_365
        return _("Your Microsoft 365 photo") if cloud else _("SharePoint's photo")
    return state_words(copy.state, _)


def detail_words(copy: Copy, reading: PhotoReading, _: Gettext) -> str:
    """Give the size in pixels, or the reason why there is none."""
    if isinstance(reading, NotRead):
        return why_words(reading, _)
    if copy.pixels is None:
        return ""
    width, height = copy.pixels
    return _("{width} × {height} pixels").format(width=width, height=height)


def state_and_detail(state: str, detail: str, _: Gettext) -> str:
    """Join the state of a copy and what is known of it, which may be nothing."""
    return _("{state}: {detail}").format(state=state, detail=detail) if detail else state


def short_why(why: FailureReason, _: Gettext) -> str:
    """Say to the person why something was not read or done, and whether waiting helps."""
    return {
        FailureReason.NOT_PERMITTED: _("Your company hasn't let me do that."),
        FailureReason.THROTTLED: _("Microsoft 365 asked me to slow down. Try again in a minute."),
        FailureReason.TIMED_OUT: _("I got no answer in time. Try again in a minute."),
        FailureReason.UNAVAILABLE: _("The service isn't available. Try again in a few minutes."),
        FailureReason.SIGN_IN_FAILED: _(
            "I couldn't sign in to the service. Please tell your IT support."
        ),
        FailureReason.REJECTED: _("The service refused, and waiting won't help."),
        FailureReason.UNEXPECTED: _("The service gave an answer that I don't understand."),
        FailureReason.LIST_TOO_LONG: _(
            "SharePoint's picture library is too full for this. Only an administrator can help."
        ),
        FailureReason.NOT_ASKED: _("I didn't look there."),
    }[why]


def why_words(reading: NotRead, _: Gettext) -> str:
    """Say why something was not read, naming the permission if one is missing."""
    words = {
        FailureReason.NOT_PERMITTED: _("Photobot has not been allowed to look here."),
        FailureReason.THROTTLED: _(
            "Microsoft 365 asked Photobot to slow down. Try again in a minute."
        ),
        FailureReason.TIMED_OUT: _("The service did not answer in time. Try again in a minute."),
        FailureReason.UNAVAILABLE: _("The service is not available. Try again in a few minutes."),
        FailureReason.SIGN_IN_FAILED: _(
            "Photobot could not sign in to the service. Its administrator has to look at this."
        ),
        FailureReason.REJECTED: _("The service refuses this request, and waiting won't help."),
        FailureReason.UNEXPECTED: _(
            "The service gave an answer that Photobot does not understand."
        ),
        FailureReason.LIST_TOO_LONG: _(
            "SharePoint's picture library holds more than 5,000 files, so that SharePoint refused "
            "this. Waiting does not help. An administrator can put the three pictures there once; "
            "from then on Photobot can keep them up to date."
        ),
        FailureReason.NOT_ASKED: _("Photobot did not look here."),
    }[reading.why]
    if reading.permission is None:
        return words
    missing = _("The administrator can grant {permission}.")
    return both(words, missing.format(permission=reading.permission), _)
