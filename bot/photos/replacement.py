"""Tell whether the Microsoft 365 photo may be replaced, and by SharePoint's picture."""

from bot.photos.capabilities import Capability
from bot.photos.copies import CopyState
from bot.photos.findings import Findings
from bot.photos.library import Thumbnails, discovered
from bot.photos.readings import Account, Photo, PhotoSource, Profile, Size

WRITE_PHOTO = frozenset(
    {Capability.WRITE_MICROSOFT_365_PHOTO, Capability.WRITE_OWN_MICROSOFT_365_PHOTO}
)
NOT_SHOWN = frozenset({CopyState.MISSING, CopyState.PLACEHOLDER, CopyState.BROKEN})
_NOT_THE_SAME = frozenset({CopyState.DIFFERS, CopyState.UNSURE})


def may_write_photo(findings: Findings, granted: frozenset[Capability]) -> bool:
    """Tell whether the Microsoft 365 photo may be changed, as far as is known."""
    if granted.isdisjoint(WRITE_PHOTO):
        return False
    # UNVERIFIED that applications are bound by either: docs/photo-sync.md, "Photo update settings".
    on_premises = findings.photo_source is PhotoSource.ON_PREMISES
    return not on_premises and not findings.restricted_to_roles


def sharepoint_picture(findings: Findings, granted: frozenset[Capability]) -> Photo | None:
    """Return SharePoint's large picture, if it may become the photo and differs from it.

    SharePoint must show it, and its path must be one of the person's own.
    """
    if not may_write_photo(findings, granted) or not findings.shows_thumbnails:
        return None
    large = findings.readings.thumbnails.get(Size.L)
    state = next(copy.state for copy in findings.copies if copy.size is Size.L)
    only_one = findings.cloud in NOT_SHOWN and state is CopyState.PRESENT
    if not isinstance(large, Photo) or not (only_one or state in _NOT_THE_SAME):
        return None
    return large if _own_place(findings) else None


def _own_place(findings: Findings) -> Thumbnails | None:
    # Security: people can edit their PictureURL. Without this check somebody could let it name
    # another person's files, and have that picture written as their own photo.
    account, profile = findings.readings.account, findings.readings.profile
    if not isinstance(account, Account) or not isinstance(profile, Profile):
        return None
    place = discovered(profile.picture_url, profile.my_site)
    return place if place and place.may_be_of(account.upn) else None
