"""Words on causes that no service shows; they assert nothing."""

from bot.chat.language import Gettext
from bot.photos.causes import Cause


def possibility_words(cause: Cause, _: Gettext) -> str:
    """Describe a cause that is possible and not proven."""
    return {
        Cause.CHANGES_RESTRICTED: _(
            "If your Microsoft 365 photo isn't the one you want: your organisation restricts who "
            "may change photos, or where, so a change may be refused."
        ),
        Cause.UPLOAD_REFUSED: _(
            "Perhaps a photo was refused when you uploaded it: Microsoft 365 takes JPEG and PNG "
            "pictures of up to 4 MB, and keeps no trace of what it refused."
        ),
        Cause.OUTLOOK_POLICY: _(
            "Perhaps a policy of your mailbox forbids changing the photo in Outlook and Teams, or "
            "keeps a new one from showing there. Microsoft mentions no such limit for My Account."
        ),
        Cause.DIRECTORY_PICTURE_TOO_LARGE: _(
            "Perhaps the picture in your organisation's own directory is too large to be copied; "
            "the limit is 100 kilobytes."
        ),
        Cause.CHANGED_IN_BOTH: _(
            "Perhaps your organisation's own directory puts its picture back. If a photo is "
            "changed there and in the cloud, Microsoft doesn't promise which one wins."
        ),
        Cause.DIRECTORY_PICTURE_SHOWN: _(
            "Perhaps the app that shows another picture takes it from your organisation's own "
            "directory, which a change in Microsoft 365 doesn't reach."
        ),
        Cause.MAILBOX_ON_PREMISES: _(
            "Perhaps your mailbox is on your organisation's own server, where SharePoint fetches "
            "no photos."
        ),
        Cause.PICTURE_NOT_EDITABLE: _(
            "Perhaps SharePoint isn't allowed to change your picture: it fetches photos only if "
            "people may edit that property."
        ),
        Cause.PROFILE_DISCONNECTED: _(
            "Perhaps SharePoint's profile of you is no longer connected to your account. Only "
            "Microsoft can mend that."
        ),
    }[cause]
