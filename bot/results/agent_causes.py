"""Each cause of a wrong photo in an administrator's words, for agents and the command line."""

from collections.abc import Iterator

from bot.chat.language import Gettext
from bot.photos.causes import NUMBERS, Cause


def agent_causes(causes: tuple[Cause, ...], _: Gettext) -> Iterator[str]:
    """Explain each cause that was found, with its number and code, in Markdown."""
    label = _("**Cause {number}, {code}:** {words}")
    for cause in causes:
        yield label.format(number=NUMBERS[cause], code=cause.value, words=agent_cause(cause, _))


def agent_possibilities(causes: tuple[Cause, ...], _: Gettext) -> Iterator[str]:
    """Describe causes that no service shows and that nothing excludes, in Markdown."""
    label = _("**Perhaps cause {number}, {code}:** {words}")
    for cause in causes:
        words = agent_possibility(cause, _)
        yield label.format(number=NUMBERS[cause], code=cause.value, words=words)


def agent_cause(cause: Cause, _: Gettext) -> str:
    """Explain a cause that was found."""
    return (_of_account(_) | _of_copies(_))[cause]


def _of_account(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.GUEST: _("A guest. The home organisation's photo doesn't come along."),
        Cause.EXTERNAL_MEMBER: _(
            "An external member (#EXT# in the name, userType Member). The home organisation's "
            "photo doesn't come along."
        ),
        Cause.SHARED_MAILBOX: _(
            "Looks like a shared or resource mailbox: an address, no licence, sign-in blocked. "
            "That's as it should be. Nobody opens SharePoint with it, so it pulls no photo."
        ),
        Cause.SIGN_IN_BLOCKED: _(
            "Sign-in is blocked (accountEnabled is false). SharePoint skips such accounts."
        ),
        Cause.EXCHANGE_DISABLED: _(
            "The enterprise application Office 365 Exchange Online is disabled. Photos probably "
            "get no further."
        ),
        Cause.CHANGES_RESTRICTED: _(
            "photoUpdateSettings restrict who may change photos, or where. A change may be refused."
        ),
        Cause.NO_PROFILE: _(
            "SharePoint has no profile of this person. It makes one when they first open "
            "SharePoint or OneDrive."
        ),
        Cause.MAILBOX_ON_PREMISES: _(
            "Exchange Online doesn't hold the mailbox; it's probably on premises. SharePoint pulls "
            "photos from Exchange Online only, so probably not this one."
        ),
        Cause.NO_MAILBOX: _(
            "There's no Exchange Online mailbox. SharePoint pulls photos from Exchange Online "
            "only, so probably not this one."
        ),
    }


def _of_copies(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.NO_PHOTO: _("Microsoft 365 has no photo, so there's nothing to sync."),
        Cause.PLACEHOLDER_STORED: _(
            "A placeholder is stored as a photo: the grey figure, a blank picture or initials."
        ),
        Cause.SYNC_FROZEN: _(
            "SPS-PictureExchangeSyncState is 0: SharePoint keeps its picture and pulls none. "
            "Usually somebody or a tool put a picture there."
        ),
        Cause.CUSTOM_PICTURE: _(
            "PictureURL doesn't name the three thumbnails in User Photos, so that picture wasn't "
            "compared."
        ),
        Cause.SHAREPOINT_EMPTY: _(
            "SharePoint shows no photo: none is stored, or SPS-PicturePlaceholderState hides it. "
            "It pulls when the person opens SharePoint, at most once in 24 hours."
        ),
        Cause.SHAREPOINT_OLD: _(
            "SharePoint holds a different picture than Microsoft 365. It pulls when the person "
            "opens SharePoint, at most once in 24 hours. It hasn't pulled this one yet."
        ),
        Cause.SHAREPOINT_PARTLY_OLD: _(
            "Some of SharePoint's thumbnails are missing or show a different picture."
        ),
        Cause.ALL_IN_SYNC: _(
            "Every copy is right. An app or browser that shows another picture has probably kept "
            "an old one."
        ),
    }


def agent_possibility(cause: Cause, _: Gettext) -> str:
    """Describe a cause that no service shows."""
    return {
        Cause.CHANGES_RESTRICTED: _(
            "photoUpdateSettings restrict who may change photos, or where. That matters if the "
            "photo in Microsoft 365 isn't the one that the person wants."
        ),
        Cause.UPLOAD_REFUSED: _(
            "Microsoft 365 refused an upload: it takes JPEG and PNG of up to 4 MB, and keeps no "
            "trace of what it refused."
        ),
        Cause.OUTLOOK_POLICY: _(
            "An Outlook on the web mailbox policy forbids photo changes in Outlook and Teams, or "
            "keeps a new photo out of Teams."
        ),
        Cause.DIRECTORY_PICTURE_SHOWN: _(
            "Office on premises shows thumbnailPhoto of Active Directory, which Microsoft 365 "
            "never changes."
        ),
        Cause.DIRECTORY_PICTURE_TOO_LARGE: _(
            "thumbnailPhoto in Active Directory is larger than 100 kilobytes."
        ),
        Cause.CHANGED_IN_BOTH: _(
            "Active Directory puts its picture back. Where photos are changed there and in the "
            "cloud, Microsoft doesn't promise which one wins."
        ),
        Cause.MAILBOX_ON_PREMISES: _("The mailbox is on premises. SharePoint pulls nothing there."),
        Cause.PICTURE_NOT_EDITABLE: _(
            "People can't edit the property Picture of SharePoint's user profiles, so SharePoint "
            "pulls none."
        ),
        Cause.PROFILE_DISCONNECTED: _(
            "SharePoint's profile is disconnected from the account. Only Microsoft can mend that."
        ),
    }[cause]
