"""Words on each cause: a headline in bold, and one or two sentences."""

from bot.chat.language import Gettext
from bot.photos.causes import Cause


def cause_headline(cause: Cause, _: Gettext) -> str:
    """Return the headline alone, without the asterisks of Markdown."""
    return cause_words(cause, _).split("**")[1]


def cause_words(cause: Cause, _: Gettext) -> str:
    """Explain a cause that was found; what no service can tell is worded as probable."""
    return (_of_account(_) | _of_copies(_))[cause]


def hidden_words(_: Gettext) -> str:
    """Explain that SharePoint shows nothing, though something may be stored there."""
    return _(
        "**SharePoint shows no photo of you.** It is set to show a placeholder instead, whatever "
        "is stored there."
    )


def _of_account(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.GUEST: _(
            "**This is a guest account.** Its photo doesn't come along from its own organisation, "
            "so this organisation shows none, or another one."
        ),
        Cause.EXTERNAL_MEMBER: _(
            "**This account belongs to another organisation.** It's a member here, but its photo "
            "doesn't come along, so this organisation shows none, or another one."
        ),
        Cause.SHARED_MAILBOX: _(
            "**This looks like a shared mailbox or a room.** Nobody signs in with such an account, "
            "so SharePoint never fetches its photo, and only an administrator can add one."
        ),
        Cause.SIGN_IN_BLOCKED: _(
            "**This account may not sign in.** SharePoint leaves such accounts out when it brings "
            "its profiles up to date."
        ),
        Cause.EXCHANGE_DISABLED: _(
            "**Exchange Online is switched off in your organisation's directory.** It is the "
            "service that photos go through, so they probably get no further."
        ),
        Cause.CHANGES_RESTRICTED: _(
            "**Your organisation restricts who may change photos, or where.** A photo that you "
            "choose yourself may be refused."
        ),
        Cause.NO_PROFILE: _(
            "**SharePoint has no profile of you yet.** It makes one when you open SharePoint or "
            "OneDrive for the first time, and has nowhere to keep a photo before that."
        ),
        Cause.MAILBOX_ON_PREMISES: _(
            "**Your mailbox isn't in Exchange Online.** It's probably on your organisation's own "
            "server. SharePoint fetches photos from Exchange Online only, so it probably won't "
            "fetch yours."
        ),
        Cause.NO_MAILBOX: _(
            "**Your account has no Exchange Online mailbox.** SharePoint fetches photos from "
            "Exchange Online only, so it probably won't fetch this one."
        ),
    }


def _of_copies(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.NO_PHOTO: _(
            "**Microsoft 365 has no photo of you.** There is nothing that could be copied to "
            "SharePoint until you add one."
        ),
        Cause.PLACEHOLDER_STORED: _(
            "**One of your pictures looks like a placeholder.** It shows the grey figure, a single "
            "colour or initials. If you chose it, that's fine. If not, it can be replaced."
        ),
        Cause.SYNC_FROZEN: _(
            "**SharePoint is set to keep the picture that it has.** This happens when a picture "
            "was put there by hand or by a tool. It will not fetch your photo until that is undone."
        ),
        Cause.CUSTOM_PICTURE: _(
            "**SharePoint shows a picture from an address of its own.** It is not one of the three "
            "sizes that SharePoint fetches for you, so I could not compare it."
        ),
        Cause.SHAREPOINT_EMPTY: _(
            "**SharePoint shows no photo of you.** It has none stored that it could show. It "
            "fetches your photo from Exchange Online only when you open SharePoint yourself, and "
            "at most once in 24 hours."
        ),
        Cause.SHAREPOINT_OLD: _(
            "**SharePoint has another picture than Microsoft 365.** It fetches your photo from "
            "Exchange Online only when you open SharePoint yourself, and at most once in 24 hours. "
            "It has not fetched this one yet."
        ),
        Cause.SHAREPOINT_PARTLY_OLD: _(
            "**Some of SharePoint's sizes are wrong.** They are missing or show another picture, "
            "so what you see depends on the page."
        ),
        Cause.ALL_IN_SYNC: _(
            "**Every copy is right.** Still seeing an old one somewhere? That app or browser "
            "probably shows a saved copy."
        ),
    }
