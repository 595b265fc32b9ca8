"""What the person can do, in words."""

from dataclasses import dataclass

from bot.photos.causes import Remedy
from bot.talk.language import Gettext


@dataclass(frozen=True)
class Links:
    """Addresses that people are sent to; every one is a setting."""

    my_account: str
    portal: str
    about_sync: str
    add_photo: str


def remedy_words(remedy: Remedy, links: Links, _: Gettext) -> str:
    """The next step, the person's or the bot's own."""
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
            "**What you can do:** open a private browser window, go to [Microsoft 365]({portal}), "
            "formerly Office.com, sign in with your work or school account and open OneDrive or "
            "SharePoint. Look at your own photo there; SharePoint then has a reason to fetch it, "
            "which can take 24 hours ([why that is]({about_sync})). Then press Check again."
        ),
        Remedy.ASK_SUPPORT: _(
            "**What you can do:** ask your IT support to put your photo into SharePoint. It will "
            "probably not get there by itself."
        ),
        Remedy.CLEAR_CACHES: _(
            "**What you can do:** look in a private browser window first. If the photo is right "
            "there, sign out of the app that shows the old one and sign in again."
        ),
        Remedy.CHECK_AGAIN: _("**What you can do:** wait a few minutes and press Check again."),
    }[remedy]
    return words.format_map(vars(links))
