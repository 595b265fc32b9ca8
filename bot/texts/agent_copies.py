"""Words on each copy of the photo for agents and administrators, who know the services by name."""

from bot.chat.language import Gettext
from bot.core.failures import FailureReason
from bot.photos.copies import CopyState
from bot.photos.readings import NotRead, Size
from bot.texts.joining import both


def agent_place(size: Size | None, _: Gettext) -> str:
    """Name the place of a copy."""
    if size is None:
        return _("Microsoft 365")
    return _("SharePoint {size}").format(size=size.value)


def agent_state(state: CopyState, _: Gettext) -> str:
    """Name the state of a copy in a word or two."""
    return {
        CopyState.PRESENT: _("Photo"),
        CopyState.SAME: _("Same photo"),
        CopyState.DIFFERS: _("Different picture"),
        CopyState.UNSURE: _("Possibly the same"),
        CopyState.MISSING: _("Empty"),
        CopyState.PLACEHOLDER: _("Placeholder"),
        CopyState.BROKEN: _("Not a picture"),
        CopyState.NOT_READ: _("Not known"),
    }[state]


def agent_why(reading: NotRead, _: Gettext) -> str:
    """Say why something was not read: the missing permission, and the service's own code."""
    words = {
        FailureReason.NOT_PERMITTED: _("Photobot isn't permitted to read this."),
        FailureReason.THROTTLED: _("The service throttles Photobot. Try again in a minute."),
        FailureReason.TIMED_OUT: _("The service didn't answer in time. Try again in a minute."),
        FailureReason.UNAVAILABLE: _("The service is unavailable. Try again in a few minutes."),
        FailureReason.SIGN_IN_FAILED: _(
            "Photobot can't sign in to the service: python -m bot doctor says why."
        ),
        FailureReason.REJECTED: _("The service rejects the request. Waiting won't help."),
        FailureReason.UNEXPECTED: _("Photobot doesn't understand the service's answer."),
        FailureReason.LIST_TOO_LONG: _(
            "The picture library holds over 5,000 files, so SharePoint refuses this. Put the "
            "person's three pictures there once; Photobot can update them from then on."
        ),
        FailureReason.NOT_ASKED: _("Photobot didn't read this."),
    }[reading.why]
    if reading.permission:
        words = both(words, _("Grant {permission}.").format(permission=reading.permission), _)
    if not reading.code:
        return words
    return _("{words} ({code})").format(words=words, code=reading.code)
