"""Which picture may replace which, for one person."""

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
    elsewhere = findings.photo_source is PhotoSource.ON_PREMISES
    return not elsewhere and not findings.restricted_to_roles


def sharepoint_picture(findings: Findings, granted: frozenset[Capability]) -> Photo | None:
    """Return SharePoint's large picture, where it is another one and may become the photo.

    It must be shown, and lie where the person's own pictures do.
    """
    if not may_write_photo(findings, granted) or not findings.shows_thumbnails:
        return None
    large = findings.readings.thumbnails.get(Size.L)
    state = next(copy.state for copy in findings.copies if copy.size is Size.L)
    alone = findings.cloud in NOT_SHOWN and state is CopyState.PRESENT
    if not isinstance(large, Photo) or not (alone or state in _NOT_THE_SAME):
        return None
    return large if _own_place(findings) else None


def _own_place(findings: Findings) -> Thumbnails | None:
    # Without this, whoever edits their PictureURL could make somebody else's picture their own.
    account, profile = findings.readings.account, findings.readings.profile
    if not isinstance(account, Account) or not isinstance(profile, Profile):
        return None
    place = discovered(profile.picture_url, profile.my_site)
    return place if place and place.may_be_of(account.upn) else None
