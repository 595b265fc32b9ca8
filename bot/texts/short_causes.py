"""One sentence on each cause, or two, for the first look; `causes` tells the rest."""

from bot.chat.language import Gettext
from bot.photos.causes import Cause


def short_cause(cause: Cause, _: Gettext) -> str:
    """Say why a photo is wrong; what no service can tell is worded as probable."""
    return (_of_account(_) | _of_copies(_))[cause]


def _of_account(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.GUEST: _("This is a guest account. Its photo doesn't come along from home."),
        Cause.EXTERNAL_MEMBER: _(
            "This account belongs to another organisation. Its photo doesn't come along."
        ),
        Cause.SHARED_MAILBOX: _(
            "This looks like a shared mailbox or a room. SharePoint never picks up its photo."
        ),
        Cause.SIGN_IN_BLOCKED: _(
            "This account may not sign in, and SharePoint leaves such accounts out."
        ),
        Cause.EXCHANGE_DISABLED: _(
            "Your company has switched off a service that photos go through, so they probably get "
            "no further."
        ),
        Cause.CHANGES_RESTRICTED: _(
            "Your company restricts who may change photos, or where. Yours may be refused."
        ),
        Cause.NO_PROFILE: _(
            "SharePoint has no profile of you yet. It makes one when you first open it."
        ),
        Cause.MAILBOX_ON_PREMISES: _(
            "Your mailbox is probably on a company server, where SharePoint picks up no photos."
        ),
        Cause.NO_MAILBOX: _(
            "Your account has no mailbox in Microsoft 365, so SharePoint probably won't pick it up."
        ),
    }


def _of_copies(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.NO_PHOTO: _("Photos go from Microsoft 365 to SharePoint, never back."),
        Cause.PLACEHOLDER_STORED: _("Apps show it as your photo."),
        # The lead says that SharePoint takes no photo any more.
        Cause.SYNC_FROZEN: _("Usually that's because a photo was put there by hand or by a tool."),
        Cause.CUSTOM_PICTURE: _(
            "SharePoint shows a picture from another address, so I couldn't compare it."
        ),
        Cause.SHAREPOINT_EMPTY: _(
            "SharePoint only picks up a photo when you visit it, at most once a day."
        ),
        Cause.SHAREPOINT_OLD: _(
            "SharePoint only picks up a photo when you visit it, at most once a day. It hasn't "
            "picked up this one."
        ),
        Cause.SHAREPOINT_PARTLY_OLD: _("What you see depends on the page."),
        Cause.ALL_IN_SYNC: _(
            "Seeing an old one somewhere? That app probably still has a saved copy."
        ),
    }
