"""Words on remedies, and on how long they take."""

from bot.chat.language import Gettext
from bot.photos.causes import Party, Remedy
from bot.photos.diagnose import Diagnosis
from bot.texts.links import Links


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
            "**What you can do:** ask your IT support to put your photo into SharePoint. It will "
            "probably not get there by itself."
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
        return _("How long it takes after that is not documented.")
    return ""
