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
    """State the verdict in a headline; `check_title` says more where the copies are known."""
    return {
        Verdict.IN_SYNC: _("Your photo is the same everywhere"),
        Verdict.DIFFERS: _("Your photo isn't the same everywhere"),
        Verdict.NO_PHOTO: _("You don't have a photo yet"),
        Verdict.UNSURE: _("I can't tell if your photos match"),
    }[verdict]
