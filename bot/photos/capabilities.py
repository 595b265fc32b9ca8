"""What Photobot may do in this tenant or for this person."""

from enum import Enum


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
    INSTALL_FOR_PERSON = "install_for_person"


REPAIR_SHAREPOINT = frozenset(
    {Capability.WRITE_SHAREPOINT_PROFILE, Capability.WRITE_SHAREPOINT_FILES}
)


def can_look(granted: frozenset[Capability]) -> bool:
    """Whether somebody can be found, and any copy of their photo read."""
    copies = {Capability.READ_MICROSOFT_365_PHOTO, Capability.READ_SHAREPOINT_PROFILE}
    return Capability.READ_ACCOUNT in granted and not copies.isdisjoint(granted)
