"""Words on each kind of change, by how it ended."""

from enum import Enum
from uuid import UUID

from bot.chat.language import Gettext
from bot.results.sync_texts import ending_lead, ending_title
from bot.texts.buttons import (
    CheckButton,
    RemoveButton,
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
    UNDO = "undo"


BUTTONS = {
    Change.SYNC: SyncButton,
    Change.NEW_PICTURE: ReplaceButton,
    Change.SHAREPOINT_PICTURE: UseSharePointPictureButton,
    Change.REMOVAL: RemoveButton,
    Change.UNDO: UndoButton,
}


def change_title(change: Change, ending: Ending, _: Gettext) -> str:
    """Say in a headline how a change ended."""
    if change is not Change.SYNC and ending is Ending.PHOTO_CHANGED:
        return _("This is not what you were shown")
    titles = {
        (Change.REMOVAL, Ending.FIXED): _("Removed"),
        (Change.REMOVAL, Ending.NOT_FIXED): _("Not everything is removed"),
        (Change.REMOVAL, Ending.NOT_POSSIBLE): _("I could not remove your photo"),
        (Change.UNDO, Ending.FIXED): _("Undone"),
        (Change.UNDO, Ending.NOT_FIXED): _("Not everything is undone"),
        (Change.NEW_PICTURE, Ending.NOT_FIXED): _("Your new picture is not everywhere yet"),
        (Change.NEW_PICTURE, Ending.NOT_POSSIBLE): _("I could not write your new picture"),
        (Change.SHAREPOINT_PICTURE, Ending.NOT_FIXED): _("The picture is not everywhere yet"),
        (Change.SHAREPOINT_PICTURE, Ending.NOT_POSSIBLE): _("I could not use SharePoint's picture"),
    }
    return titles.get((change, ending)) or ending_title(ending, _)


def change_lead(change: Change, ending: Ending, _: Gettext) -> str:
    """Say in a sentence how a change ended."""
    if change is not Change.SYNC and ending is Ending.PHOTO_CHANGED:
        return _(
            "What I read now is not what you were shown, so nothing was written. Look at it, and "
            "decide again."
        )
    leads = {
        (Change.REMOVAL, Ending.FIXED): _(
            "I looked again after removing: neither Microsoft 365 nor SharePoint holds a photo of "
            "you."
        ),
        (Change.REMOVAL, Ending.NOT_FIXED): _(
            "I removed what I could and looked again. What is listed below as not removed stays."
        ),
        (Change.REMOVAL, Ending.NOTHING_TO_DO): _(
            "I looked, and neither Microsoft 365 nor SharePoint holds a photo of you."
        ),
        (Change.UNDO, Ending.FIXED): _(
            "I wrote back what was there before, and read it again: it is as it was."
        ),
        (Change.UNDO, Ending.NOT_FIXED): _(
            "I wrote back what I could and read it again, and did not find everything as it was."
        ),
        (Change.NEW_PICTURE, Ending.FIXED): _(
            "I read every copy again after writing it: Microsoft 365 and SharePoint now hold your "
            "new picture."
        ),
        (Change.NEW_PICTURE, Ending.UNCHECKED): _(
            "I couldn't read every copy again, so I can't say yet that your new picture is "
            "everywhere."
        ),
        (Change.SHAREPOINT_PICTURE, Ending.UNCHECKED): _(
            "I couldn't read every copy again, so I can't say yet that the picture is everywhere."
        ),
        (Change.SHAREPOINT_PICTURE, Ending.FIXED): _(
            "I read every copy again after writing it: Microsoft 365 now holds the same picture "
            "as SharePoint."
        ),
    }
    return leads.get((change, ending)) or ending_lead(ending, _)


def changing(_: Gettext) -> MessageView:
    """Say that a change is under way."""
    return MessageView(
        _("Changing your photo…"),
        (
            _(
                "I am writing the copies and reading each one again. This message changes when I "
                "am done."
            ),
        ),
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


def undo_until(when: str, _: Gettext) -> str:
    """Say until when a change can be undone; `when` is in the reader's words."""
    return _(
        "You can undo this until {when}. I keep the earlier pictures in memory only, so a restart "
        "of mine ends it sooner."
    ).format(when=when)


def too_late(_: Gettext) -> MessageView:
    """Say that the earlier pictures are not in memory any more."""
    return MessageView(
        _("I can't undo this any more"),
        (
            _(
                "I keep earlier pictures in memory for an hour and for your latest change only, "
                "and I don't have these any more. Nothing was written."
            ),
        ),
        (check_button(_),),
        Mood.WARNING,
    )


def put_here(_: Gettext) -> str:
    """Say that the chat takes pictures."""
    return _("Or put a picture into this chat: I show you how it would look, and write it for you.")


def small(pixels: int, _: Gettext) -> str:
    """Warn that SharePoint's picture is too small to look good where it is shown large."""
    return _(
        "**If you choose SharePoint's picture:** it is only {pixels} pixels wide, and will look "
        "blurred where Microsoft 365 shows it large."
    ).format(pixels=pixels)
