"""The properties of a SharePoint profile that a change may write, by SharePoint's own names."""

from collections.abc import Mapping

from bot.photos.readings import Profile

PICTURE_URL = "PictureURL"
PLACEHOLDER_STATE = "SPS-PicturePlaceholderState"
SYNC_STATE = "SPS-PictureExchangeSyncState"


def properties_of(profile: Profile) -> Mapping[str, str]:
    """What a profile says of each."""
    return {
        PICTURE_URL: profile.picture_url,
        PLACEHOLDER_STATE: profile.placeholder_state,
        SYNC_STATE: profile.sync_state,
    }
