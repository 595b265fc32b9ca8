"""Words for administrators on each cause: the exact setting to change, and where it is."""

from bot.chat.language import Gettext
from bot.photos.causes import Cause


def administrator_words(cause: Cause, _: Gettext) -> str:
    """Tell an administrator what to do about a cause; empty where nothing is needed."""
    return (_accounts(_) | _sharepoint(_) | _directory(_)).get(cause, "")


def repair_words(_: Gettext) -> str:
    """Name the permissions with which Photobot could repair SharePoint itself."""
    return _(
        "Photobot could repair this by itself, if its application had the permissions "
        "User.ReadWrite.All and Sites.FullControl.All of SharePoint."
    )


def _accounts(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.GUEST: _(
            "Put a photo on the guest's account here, with Graph: PUT /users/…/photo/$value. "
            "SharePoint's copy has to be written as well."
        ),
        Cause.EXTERNAL_MEMBER: _(
            "Put a photo on the member's account here, with Graph: PUT /users/…/photo/$value. "
            "SharePoint's copy has to be written as well."
        ),
        Cause.SHARED_MAILBOX: _(
            "Leave licence and sign-in as they are. Put the photo on the account with Graph: PUT "
            "/users/…/photo/$value; then write it into SharePoint, where it has a profile: three "
            "pictures in User Photos of the My Site host, then PictureURL and "
            "SPS-PicturePlaceholderState 0."
        ),
        Cause.SIGN_IN_BLOCKED: _(
            "Let the account sign in: Microsoft Entra admin centre, Users, this person, Edit "
            "properties, Settings, Account enabled (accountEnabled)."
        ),
        Cause.EXCHANGE_DISABLED: _(
            "Switch the service on: Microsoft Entra admin centre, Enterprise applications, Office "
            "365 Exchange Online (00000002-0000-0ff1-ce00-000000000000), Properties, Enabled for "
            "users to sign in."
        ),
        Cause.CHANGES_RESTRICTED: _(
            "Let people change their photos in the cloud: Graph PATCH "
            "/beta/admin/people/photoUpdateSettings, source null or cloud and allowedRoles empty; "
            "or set the photo for this person where it may be set. A change takes up to 24 hours."
        ),
        Cause.OUTLOOK_POLICY: _(
            "Allow photos in the mailbox policy: Set-OwaMailboxPolicy -SetPhotoEnabled $true, in "
            "Exchange Online PowerShell."
        ),
    }


def _sharepoint(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.NO_PROFILE: _(
            "SharePoint makes the profile when the person first opens SharePoint or OneDrive, for "
            "which they need a licence that brings it."
        ),
        Cause.MAILBOX_ON_PREMISES: _(
            "Move the mailbox to Exchange Online, or write the photo into SharePoint: three "
            "pictures in User Photos of the My Site host, then PictureURL and "
            "SPS-PicturePlaceholderState 0."
        ),
        Cause.NO_MAILBOX: _(
            "Assign a licence with Exchange Online, or write the photo into SharePoint: three "
            "pictures in User Photos of the My Site host, then PictureURL and "
            "SPS-PicturePlaceholderState 0."
        ),
        Cause.SYNC_FROZEN: _(
            "Set SPS-PictureExchangeSyncState to 1 in this person's SharePoint profile; then the "
            "person opens SharePoint once."
        ),
        Cause.PICTURE_NOT_EDITABLE: _(
            "Look in the SharePoint admin centre: More features, User profiles, Manage User "
            "Properties, Picture, Allow users to edit values for this property."
        ),
        Cause.PROFILE_DISCONNECTED: _(
            "Run Microsoft's diagnostic for pictures, https://aka.ms/PillarPictureSync, and open a "
            "support request if it finds the profile disconnected."
        ),
    }


def _directory(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.DIRECTORY_PICTURE_TOO_LARGE: _(
            "Look at thumbnailPhoto in Active Directory: at most 100 kilobytes, 96 × 96 pixels are "
            "recommended. Make it smaller, or put the photo into the cloud."
        ),
        Cause.DIRECTORY_PICTURE_SHOWN: _(
            "Look at thumbnailPhoto in Active Directory: Office on premises can show that picture. "
            "Put the photo there too."
        ),
        Cause.CHANGED_IN_BOTH: _(
            "Choose one place for photos: Graph PATCH /beta/admin/people/photoUpdateSettings, "
            "source cloud or onPremises. A change takes up to 24 hours."
        ),
    }
