"""Words on the verdict of a check."""

from bot.chat.language import Gettext
from bot.photos.verdict import Verdict
from cards.views import Mood

MOODS = {
    Verdict.IN_SYNC: Mood.GOOD,
    Verdict.DIFFERS: Mood.BAD,
    Verdict.NO_PHOTO: Mood.WARNING,
    Verdict.UNSURE: Mood.WARNING,
}


def verdict_title(verdict: Verdict, _: Gettext) -> str:
    """State the verdict in a headline."""
    return {
        Verdict.IN_SYNC: _("Your photo is the same everywhere"),
        Verdict.DIFFERS: _("Your photo is not the same everywhere"),
        Verdict.NO_PHOTO: _("There is no photo of you"),
        Verdict.UNSURE: _("I am not sure about your photo"),
    }[verdict]


def verdict_lead(verdict: Verdict, _: Gettext, *, repairable: bool) -> str:
    """State the verdict in a sentence; `repairable` is that of the diagnosis."""
    # All is the same, and what is left to repair is a sync that is off.
    if verdict is Verdict.IN_SYNC and repairable:
        return _(
            "Microsoft 365 and SharePoint hold the same photo. But your next photo won't arrive in "
            "SharePoint."
        )
    return {
        Verdict.IN_SYNC: _("Microsoft 365 and SharePoint hold the same photo in every size."),
        Verdict.DIFFERS: _("Microsoft 365 and SharePoint do not show the same picture."),
        Verdict.NO_PHOTO: _("Neither Microsoft 365 nor SharePoint holds a photo of you."),
        Verdict.UNSURE: _("I could not compare everything, so I can't say that it is right."),
    }[verdict]
