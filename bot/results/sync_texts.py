"""Words on a repair, and on each step of any act."""

from collections.abc import Sequence

from bot.chat.language import Gettext
from bot.photos.readings import Size
from bot.results.reasons_texts import place_words
from bot.texts.copies import why_words
from bot.texts.joining import named
from bot.texts.written import in_markdown
from bot.use_cases.former import FormerFile, FormerFiles
from bot.use_cases.refusals import FORMER
from bot.use_cases.snapshot_writer import MICROSOFT_365
from bot.use_cases.sync import Ending
from bot.use_cases.write import REMOVE, Step, WriteOutcome
from cards.views import Mood

MOODS = {
    Ending.FIXED: Mood.GOOD,
    Ending.NOTHING_TO_DO: Mood.GOOD,
    Ending.UNCHECKED: Mood.WARNING,
    Ending.NOT_FIXED: Mood.BAD,
    Ending.NOT_POSSIBLE: Mood.BAD,
    Ending.PHOTO_CHANGED: Mood.WARNING,
    Ending.CUT_OFF: Mood.WARNING,
}


def ending_title(ending: Ending, _: Gettext) -> str:
    """Say in a headline how a sync ended."""
    return {
        Ending.FIXED: _("Done! SharePoint now has this photo"),
        Ending.NOTHING_TO_DO: _("Nothing had to be done"),
        Ending.UNCHECKED: _("I couldn't check everything yet"),
        Ending.NOT_FIXED: _("It isn't fixed yet"),
        Ending.NOT_POSSIBLE: _("I couldn't fix this"),
        Ending.PHOTO_CHANGED: _("Your photo has changed meanwhile"),
        Ending.CUT_OFF: _("I can't say how this ended"),
    }[ending]


def ending_lead(ending: Ending, _: Gettext) -> str:
    """Say in a sentence how a sync ended."""
    return {
        Ending.FIXED: _(
            "I checked every copy afterwards. Reload the page to see it; your profile card can "
            "take up to two days."
        ),
        Ending.NOTHING_TO_DO: _("I checked every copy, and all of them were right already."),
        Ending.UNCHECKED: _("What I could check is right, but I don't know about the rest."),
        Ending.NOT_FIXED: _("I tried, but not every copy is right. Details say what went wrong."),
        Ending.NOT_POSSIBLE: _("I wrote nothing."),
        Ending.PHOTO_CHANGED: _(
            "It isn't the one you agreed to, so I wrote nothing. Look at it, and decide again."
        ),
        Ending.CUT_OFF: _("I was held up, and something else may have changed your photo."),
    }[ending]


def left_in_short(_: Gettext) -> str:
    """Say that pictures stay under another name."""
    return _("Pictures under another name are still in SharePoint.")


def left_words(left: FormerFiles, _: Gettext) -> tuple[str, ...]:
    """Name pictures that stay under another name, those that are provably the reader's apart."""
    words = (
        (
            left.removable,
            _(
                "**Pictures under a former name of yours are still in SharePoint:** {files}. I put "
                "them there for you, and nobody has changed them since. Where I show no button to "
                "remove them, ask your IT support."
            ),
        ),
        (
            left.others,
            _(
                "**Pictures under another name are still in SharePoint:** {files}. Its link led "
                "there before. If you were renamed, ask your IT support to delete them. I don't, "
                "as nothing proves that they are yours."
            ),
        ),
    )
    unread = _("**Pictures under a former name:** I couldn't look for all of them. {why}")
    return (
        *(text.format(files=file_names(named)) for named, text in words if named),
        *((unread.format(why=why_words(left.unread, _)),) if left.unread else ()),
    )


def file_names(files: Sequence[FormerFile]) -> str:
    """List files by their names, without their folders."""
    return ", ".join(in_markdown(each.path.rpartition("/")[2]) for each in files)


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
    sizes = {size.value: place_words(size, _) for size in Size}
    if (former := target.removeprefix(FORMER)) in sizes:
        return _("{place}, under a former name").format(place=sizes[former])
    # A row of another version may name what this one doesn't know.
    return (known | sizes).get(name, name)
