"""Words on each copy of the photo."""

from bot.chat.language import Gettext
from bot.core.failures import FailureReason
from bot.photos.copies import Copy, CopyState
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
        CopyState.DIFFERS: _("Another picture"),
        CopyState.UNSURE: _("Perhaps the same"),
        CopyState.MISSING: _("No picture"),
        CopyState.PLACEHOLDER: _("A placeholder"),
        CopyState.BROKEN: _("A damaged file"),
        CopyState.NOT_READ: _("Not known"),
    }[state]


def detail_words(copy: Copy, reading: PhotoReading, _: Gettext) -> str:
    """Give the size in pixels, or the reason why there is none."""
    if isinstance(reading, NotRead):
        return why_words(reading, _)
    if copy.pixels is None:
        return ""
    width, height = copy.pixels
    return _("{width} × {height} pixels").format(width=width, height=height)


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
