"""Words on a repair, and on each step of any act."""

from bot.chat.language import Gettext
from bot.texts.joining import named
from bot.use_cases.snapshot_writer import MICROSOFT_365
from bot.use_cases.sync import Ending
from bot.use_cases.write import REMOVE, Step, WriteOutcome
from cards.views import Mood

MOODS = {
    Ending.FIXED: Mood.GOOD,
    Ending.NOTHING_TO_DO: Mood.GOOD,
    Ending.NOT_FIXED: Mood.BAD,
    Ending.NOT_POSSIBLE: Mood.BAD,
    Ending.PHOTO_CHANGED: Mood.WARNING,
}


def ending_title(ending: Ending, _: Gettext) -> str:
    """Say in a headline how a repair ended."""
    return {
        Ending.FIXED: _("Fixed"),
        Ending.NOTHING_TO_DO: _("Nothing had to be done"),
        Ending.NOT_FIXED: _("Not fixed"),
        Ending.NOT_POSSIBLE: _("I could not repair this"),
        Ending.PHOTO_CHANGED: _("Your photo has changed meanwhile"),
    }[ending]


def ending_lead(ending: Ending, _: Gettext) -> str:
    """Say in a sentence how a repair ended."""
    return {
        Ending.FIXED: _(
            "I read every copy again after writing it: SharePoint now holds the same photo as "
            "Microsoft 365."
        ),
        Ending.NOTHING_TO_DO: _("I read every copy again, and all of them were right already."),
        Ending.NOT_FIXED: _(
            "I wrote what I could and read it again, and did not find everything right yet."
        ),
        Ending.NOT_POSSIBLE: _("Nothing was written. Below is what I read just now."),
        Ending.PHOTO_CHANGED: _(
            "The photo in Microsoft 365 is not the one that you agreed to, so nothing was "
            "written. Look at it, and decide again."
        ),
    }[ending]


def step_words(step: Step, _: Gettext) -> str:
    """Describe one step of an act, such as “SharePoint L: written and read back”."""
    to_microsoft_365 = step.target == MICROSOFT_365
    written = written_words(_, to_microsoft_365=to_microsoft_365)
    outcomes = removed_words(_) if step.action == REMOVE else written
    return named(target_words(step.target, _), outcomes[step.outcome], _)


def written_words(_: Gettext, *, to_microsoft_365: bool) -> dict[WriteOutcome, str]:
    """Return the words for each outcome of a write."""
    words = {
        WriteOutcome.VERIFIED: _("written and read back"),
        WriteOutcome.NOT_STORED: _("accepted by SharePoint, but it still gives the old one"),
        WriteOutcome.FAILED: _("not taken by SharePoint"),
        WriteOutcome.UNKNOWN: _("not known; it could not be read back"),
        WriteOutcome.NOT_TRIED: _("not tried"),
    }
    if to_microsoft_365:
        words |= {
            WriteOutcome.NOT_STORED: _("accepted by Microsoft 365, but it still gives the old one"),
            WriteOutcome.FAILED: _("not taken by Microsoft 365"),
        }
    return words


def removed_words(_: Gettext) -> dict[WriteOutcome, str]:
    """Return the words for each outcome of a removal."""
    return {
        WriteOutcome.VERIFIED: _("removed, and looked for again"),
        WriteOutcome.NOT_STORED: _("not removed; the removal was accepted, but it is still there"),
        WriteOutcome.FAILED: _("not removed; the removal was not taken"),
        WriteOutcome.UNKNOWN: _("not known; it could not be read back"),
        WriteOutcome.NOT_TRIED: _("not removed; not tried"),
    }


def target_words(target: str, _: Gettext) -> str:
    """Name the copy or property that a step writes to."""
    name = target.removeprefix("sharepoint:")
    known = {
        MICROSOFT_365: _("Your photo in Microsoft 365"),
        "own": _("Your picture in SharePoint, in every size"),
        "PictureURL": _("SharePoint's link to the picture"),
        "elsewhere": _("The picture that SharePoint's link names"),
        "SPS-PicturePlaceholderState": _("SharePoint's switch that shows the picture"),
        "SPS-PictureExchangeSyncState": _("SharePoint's switch that fetches new photos"),
    }
    return known.get(name) or _("SharePoint picture {size}").format(size=name)
