"""What Photobot may do in this tenant or for this person (docs/photo-sync.md, "Permissions")."""

from enum import Enum

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead, Profile, Readings


class Capability(Enum):
    """One thing that a grant makes possible; code decides on sets of these, never on modes."""

    READ_MICROSOFT_365_PHOTO = "read_microsoft_365_photo"
    READ_ACCOUNT = "read_account"
    READ_SHAREPOINT_PROFILE = "read_sharepoint_profile"
    READ_SHAREPOINT_FILES = "read_sharepoint_files"
    WRITE_SHAREPOINT_PROFILE = "write_sharepoint_profile"
    WRITE_SHAREPOINT_FILES = "write_sharepoint_files"
    WRITE_MICROSOFT_365_PHOTO = "write_microsoft_365_photo"
    WRITE_OWN_SHAREPOINT_PICTURE = "write_own_sharepoint_picture"
    WRITE_OWN_MICROSOFT_365_PHOTO = "write_own_microsoft_365_photo"
    READ_SETTINGS = "read_settings"
    READ_SERVICE_PRINCIPALS = "read_service_principals"
    READ_GROUPS = "read_groups"
    # A worker with a registration of its own writes, and this process asks it to.
    HAVE_SHAREPOINT_REPAIRED = "have_sharepoint_repaired"
    INSTALL_FOR_PERSON = "install_for_person"


SYNC_SHAREPOINT = frozenset(
    {Capability.WRITE_SHAREPOINT_PROFILE, Capability.WRITE_SHAREPOINT_FILES}
)


def refused_in(readings: Readings) -> frozenset[Capability]:
    """Return the capabilities to read that a service refused for this person in this check."""
    asked: dict[Capability, tuple[object, ...]] = {
        Capability.READ_ACCOUNT: (readings.account,),
        Capability.READ_MICROSOFT_365_PHOTO: (readings.microsoft_365,),
        Capability.READ_SHAREPOINT_PROFILE: (readings.profile,),
        Capability.READ_SETTINGS: (readings.tenant.photo_updates,),
        Capability.READ_SERVICE_PRINCIPALS: (readings.tenant.exchange_enabled,),
    }
    if isinstance(readings.profile, Profile):
        # Without a profile no file was asked for, so unread files say nothing of the permission.
        asked[Capability.READ_SHAREPOINT_FILES] = tuple(readings.thumbnails.values())
    return frozenset(each for each, found in asked.items() if any(map(_is_refused, found)))


def _is_refused(reading: object) -> bool:
    return isinstance(reading, NotRead) and reading.why is FailureReason.NOT_PERMITTED


def can_look(granted: frozenset[Capability]) -> bool:
    """Tell whether a check can find a person and read any copy of their photo."""
    copies = {Capability.READ_MICROSOFT_365_PHOTO, Capability.READ_SHAREPOINT_PROFILE}
    return Capability.READ_ACCOUNT in granted and not copies.isdisjoint(granted)


def may_sync_sharepoint(granted: frozenset[Capability]) -> bool:
    """Tell whether SharePoint's copies can be written: by the app, its worker, or the person."""
    by_others = {Capability.HAVE_SHAREPOINT_REPAIRED, Capability.WRITE_OWN_SHAREPOINT_PICTURE}
    return granted >= SYNC_SHAREPOINT or not granted.isdisjoint(by_others)
