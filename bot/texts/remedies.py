"""Words on remedies, and on how long they take."""

from bot.chat.language import Gettext
from bot.photos.causes import Cause, Party, Remedy
from bot.photos.copies import CopyState
from bot.photos.diagnose import Diagnosis
from bot.texts.links import Links


def what_helps(diagnosis: Diagnosis, _: Gettext, *, may_send: bool) -> str:
    """Say for the first look what helps, and what a button overwrites; may be empty.

    `may_send` tells whether a picture that the person sends can become their photo.
    """
    return {
        Remedy.REPAIR: _repair(diagnosis, _),
        Remedy.ADD_PHOTO: _adding(diagnosis, _, may_send=may_send),
        Remedy.ASK_SUPPORT: _("Your IT support can put it there."),
        Remedy.ASK_ADMINISTRATOR: _("Only an administrator can change this."),
        Remedy.ASK_FOR_PERMISSION: _("Your IT support can help."),
        Remedy.ASK_ABOUT_REJECTION: _("Waiting won't help, but your IT support can."),
        Remedy.CHECK_AGAIN: _("Try again in a few minutes."),
        # The button says it.
        Remedy.VISIT_SHAREPOINT: "",
        Remedy.CLEAR_CACHES: "",
    }[diagnosis.remedy]


def _adding(diagnosis: Diagnosis, _: Gettext, *, may_send: bool) -> str:
    # Whatever it looks like, it may be what somebody chose.
    if diagnosis.copies[0].state is CopyState.PLACEHOLDER:
        return _("If you chose it, all is well. If not, add another in My Account.")
    if may_send:
        return _("Send me one here and I'll add it everywhere, or add it in My Account.")
    return _("Add one in My Account, then check again.")


def what_either_does(diagnosis: Diagnosis, _: Gettext) -> str:
    """Say what happens whichever of two photos is chosen; empty where that is nothing more."""
    return (
        _("Whichever you choose, I'll also make SharePoint take your photos again.")
        if Cause.SYNC_FROZEN in diagnosis.causes
        else ""
    )


def _repair(diagnosis: Diagnosis, _: Gettext) -> str:
    wrong = {copy.state for copy in diagnosis.copies if copy.size} - {CopyState.SAME}
    is_frozen = Cause.SYNC_FROZEN in diagnosis.causes
    if wrong <= {CopyState.MISSING} and is_frozen:
        return _("I can make SharePoint take your photo again.")
    if wrong <= {CopyState.MISSING}:
        return _("I can make SharePoint show your Microsoft 365 photo.")
    if is_frozen:
        return _("I can make SharePoint take your photo again, and replace the one it has.")
    return _("I can replace SharePoint's photo with your Microsoft 365 photo.")


def remedy_words(remedy: Remedy, links: Links, _: Gettext) -> str:
    """Describe the next step, of the person, the bot or an administrator."""
    words = {
        Remedy.REPAIR: _(
            "**What I can do:** make SharePoint show your Microsoft 365 photo, and read every copy "
            "again to prove it."
        ),
        Remedy.ADD_PHOTO: _(
            "**What you can do:** open [My Account]({my_account}), choose your picture and upload "
            "a photo; Microsoft [explains how]({add_photo}). Then come back and press Check again."
        ),
        Remedy.VISIT_SHAREPOINT: _(
            "**What you can do:** look at your own photo in SharePoint, which makes it "
            "[fetch the new one]({about_sync}). I show you how, one small step at a time."
        ),
        Remedy.ASK_SUPPORT: _(
            "**What you can do:** ask your IT support to put your photo into SharePoint. It "
            "probably won't get there otherwise."
        ),
        Remedy.ASK_ADMINISTRATOR: _(
            "**What you can do:** ask your IT support; only an administrator can change this. I "
            "can put together what to tell them."
        ),
        Remedy.ASK_FOR_PERMISSION: _(
            "**What you can do:** ask your IT support to let me read your photos; waiting does not "
            "help. I can put together what to tell them."
        ),
        Remedy.ASK_ABOUT_REJECTION: _(
            "**What you can do:** ask your IT support. Microsoft 365 refuses to show me your "
            "photo, and waiting won't help. I can put together what to tell them."
        ),
        Remedy.CLEAR_CACHES: _(
            "**What you can do:** look in a private browser window first. If the photo is right "
            "there, sign out of the app that shows the old one and sign in again."
        ),
        Remedy.CHECK_AGAIN: _("**What you can do:** wait a few minutes and press Check again."),
    }[remedy]
    return words.format_map(vars(links))


def wait_words(diagnosis: Diagnosis, _: Gettext) -> str:
    """Say how long it takes until the remedy shows; empty where there is nothing to wait for."""
    if diagnosis.wait is not None:
        words = _("Give it up to {hours} hours before you look again.")
        return words.format(hours=diagnosis.wait)
    if diagnosis.causes and diagnosis.remedy.actor is Party.ADMINISTRATOR:
        return _("How long it takes after that isn't known.")
    return ""
