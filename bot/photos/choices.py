"""Which picture may win: what can be written over what, for one person."""

from bot.photos.capabilities import Capability
from bot.photos.copies import CopyState
from bot.photos.findings import Findings
from bot.photos.library import Thumbnails, discovered
from bot.photos.readings import Account, Photo, PhotoSource, Profile, Size

WRITE_PHOTO = frozenset(
    {Capability.WRITE_MICROSOFT_365_PHOTO, Capability.WRITE_OWN_MICROSOFT_365_PHOTO}
)
NOT_SHOWN = frozenset({CopyState.MISSING, CopyState.PLACEHOLDER, CopyState.BROKEN})
OTHER = frozenset({CopyState.DIFFERS, CopyState.UNSURE})


def may_write_photo(findings: Findings, granted: frozenset[Capability]) -> bool:
    """Whether the Microsoft 365 photo may be changed, as far as is known (photo-sync.md §3.6)."""
    if granted.isdisjoint(WRITE_PHOTO):
        return False
    elsewhere = findings.photo_source is PhotoSource.ON_PREMISES
    return not elsewhere and not findings.restricted_to_roles


def sharepoint_picture(findings: Findings, granted: frozenset[Capability]) -> Photo | None:
    """SharePoint's large picture, where it is another one and may become the Microsoft 365 photo.

    It must be shown, and lie where the person's own pictures do.
    """
    if not may_write_photo(findings, granted) or not findings.shows_thumbnails:
        return None
    large = findings.readings.thumbnails.get(Size.L)
    state = next(copy.state for copy in findings.copies if copy.size is Size.L)
    alone = findings.cloud in NOT_SHOWN and state is CopyState.PRESENT
    if not isinstance(large, Photo) or not (alone or state in OTHER):
        return None
    return large if own_place(findings) else None


def own_place(findings: Findings) -> Thumbnails | None:
    """Where the profile says that the person's thumbnails lie, if they may be their own."""
    account, profile = findings.readings.account, findings.readings.profile
    if not isinstance(account, Account) or not isinstance(profile, Profile):
        return None
    place = discovered(profile.picture_url, profile.my_site)
    return place if place and place.may_be_of(account.upn) else None
