"""Words on each kind of change, by how it ended."""

from enum import Enum
from uuid import UUID

from bot.chat.language import Gettext
from bot.results.sync_texts import ending_lead, ending_title
from bot.texts.buttons import (
    CheckButton,
    RemoveButton,
    RemoveFormerButton,
    ReplaceButton,
    SyncButton,
    UndoButton,
    UseSharePointPictureButton,
    check_button,
)
from bot.use_cases.sync import Ending
from cards.views import MessageView, Mood


class Change(Enum):
    """Kinds of changes that a person can ask for."""

    SYNC = "sync"
    NEW_PICTURE = "new_picture"
    SHAREPOINT_PICTURE = "sharepoint_picture"
    REMOVAL = "removal"
    FORMER_REMOVAL = "former_removal"
    UNDO = "undo"


BUTTONS = {
    Change.SYNC: SyncButton,
    Change.NEW_PICTURE: ReplaceButton,
    Change.SHAREPOINT_PICTURE: UseSharePointPictureButton,
    Change.REMOVAL: RemoveButton,
    Change.FORMER_REMOVAL: RemoveFormerButton,
    Change.UNDO: UndoButton,
}


def change_title(change: Change, ending: Ending, _: Gettext) -> str:
    """Say in a headline how a change ended."""
    if change is not Change.SYNC and ending is Ending.PHOTO_CHANGED:
        return _("This isn't what you were shown")
    titles = {
        (Change.NEW_PICTURE, Ending.FIXED): _("Done! Your new photo is in both places"),
        (Change.SHAREPOINT_PICTURE, Ending.FIXED): _("Done! Both places now have this photo"),
        (Change.REMOVAL, Ending.FIXED): _("Done! Your photo is removed"),
        (Change.REMOVAL, Ending.NOT_FIXED): _("Not everything is removed"),
        (Change.REMOVAL, Ending.NOT_POSSIBLE): _("I couldn't remove your photo"),
        (Change.FORMER_REMOVAL, Ending.FIXED): _("Done! Your old pictures are removed"),
        (Change.FORMER_REMOVAL, Ending.NOT_FIXED): _("Not all old pictures are removed"),
        (Change.FORMER_REMOVAL, Ending.NOT_POSSIBLE): _("I couldn't remove your old pictures"),
        (Change.UNDO, Ending.FIXED): _("Done! Everything is as it was before"),
        (Change.UNDO, Ending.NOT_FIXED): _("Not everything is undone"),
        (Change.NEW_PICTURE, Ending.NOT_FIXED): _("Your new photo isn't in every place yet"),
        (Change.NEW_PICTURE, Ending.NOT_POSSIBLE): _("I couldn't store your new photo"),
        (Change.SHAREPOINT_PICTURE, Ending.NOT_FIXED): _("The photo isn't in every place yet"),
        (Change.SHAREPOINT_PICTURE, Ending.NOT_POSSIBLE): _("I couldn't use SharePoint's photo"),
    }
    return titles.get((change, ending)) or ending_title(ending, _)


def change_lead(change: Change, ending: Ending, _: Gettext) -> str:
    """Say in a sentence how a change ended."""
    if change is not Change.SYNC and ending is Ending.PHOTO_CHANGED:
        return _("It has changed since, so I wrote nothing. Look at it, and decide again.")
    leads = {
        (Change.REMOVAL, Ending.FIXED): _(
            "I checked afterwards: neither Microsoft 365 nor SharePoint has one now."
        ),
        (Change.REMOVAL, Ending.NOT_FIXED): _(
            "I removed what I could and checked again. The details list what stays."
        ),
        (Change.REMOVAL, Ending.NOTHING_TO_DO): _(
            "I checked: neither Microsoft 365 nor SharePoint has a photo of you."
        ),
        (Change.FORMER_REMOVAL, Ending.FIXED): _("I looked for them again, and they're gone."),
        (Change.FORMER_REMOVAL, Ending.NOT_FIXED): _(
            "I removed what I could and looked again. Some may be there still, or there again."
        ),
        (Change.FORMER_REMOVAL, Ending.NOTHING_TO_DO): _(
            "I found no old pictures that I put into SharePoint for you."
        ),
        (Change.UNDO, Ending.FIXED): _("I put the earlier photos back and checked every copy."),
        (Change.UNDO, Ending.NOT_FIXED): _(
            "I put back what I could, but not everything is as it was."
        ),
        (Change.NEW_PICTURE, Ending.FIXED): _seen_later(_),
        (Change.SHAREPOINT_PICTURE, Ending.FIXED): _seen_later(_),
    }
    return leads.get((change, ending)) or ending_lead(ending, _)


def _seen_later(_: Gettext) -> str:
    return _("I checked every copy afterwards. Teams and Outlook can take a few days to show it.")


def changing(_: Gettext) -> MessageView:
    """Say that a change is under way."""
    return MessageView(
        _("Changing your photo…"),
        (_("I'm writing the copies and checking each one. This message changes when I'm done."),),
    )


def another_under_way(change: Change, card: UUID, _: Gettext) -> MessageView:
    """Say that an earlier change is under way, and offer to ask for this one again."""
    return MessageView(
        _("Your photo is being changed already"),
        (_("So I did nothing just now. Try again in a moment."),),
        (
            BUTTONS[change](card).titled(_("Try again"), primary=True),
            CheckButton().titled(_("Check my photo")),
        ),
        Mood.WARNING,
    )


def changed_nothing(_: Gettext) -> str:
    """Say so of a change that was not begun."""
    return _("I have changed nothing.")


def undo_until(when: str, _: Gettext) -> str:
    """Say until when a change can be undone; `when` is in the reader's words."""
    return _("You can undo this until {when}.").format(when=when)


def undo_ends_sooner(_: Gettext) -> str:
    """Say why a change may not be undone even before that."""
    return _("I keep the earlier pictures in memory only, so a restart of mine ends it sooner.")


def too_late(_: Gettext) -> MessageView:
    """Say that the earlier pictures are not in memory any more."""
    return MessageView(
        _("I can't undo this any more"),
        (_("I only keep your latest change in memory, for an hour at most. Nothing was written."),),
        (check_button(_),),
        Mood.WARNING,
    )


def replaces_sharepoint(_: Gettext) -> str:
    """Say what choosing the Microsoft 365 photo overwrites."""
    return _("Replaces SharePoint's photo")


def replaces_microsoft_365(_: Gettext) -> str:
    """Say what choosing SharePoint's photo overwrites."""
    return _("Replaces your Microsoft 365 photo")


def small(pixels: int, _: Gettext) -> str:
    """Warn that SharePoint's photo is too small to look good where it is shown large."""
    return _("Only {pixels} pixels, may look blurred").format(pixels=pixels)
