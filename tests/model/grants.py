"""The roles that stand behind each grant."""

from simulation.apps import READ, WRITE
from simulation.entra.registrations import GRAPH, SHAREPOINT
from tests.model.state import Grant

Roles = dict[str, set[str]]


def _without(resource: str, *missing: str) -> Roles:
    return {name: roles - set(missing if name == resource else ()) for name, roles in WRITE.items()}


ROLES: dict[Grant, Roles] = {
    Grant.EVERYTHING: WRITE,
    Grant.READING: READ,
    Grant.NOTHING: {},
    Grant.NO_USERS: _without(GRAPH, "User.Read.All"),
    Grant.NO_SETTINGS: _without(GRAPH, "PeopleSettings.Read.All"),
    Grant.NO_PHOTO_WRITES: _without(GRAPH, "ProfilePhoto.ReadWrite.All"),
    Grant.NO_PHOTO_READS: _without(GRAPH, "ProfilePhoto.Read.All"),
    Grant.NO_PROFILE_READS: _without(SHAREPOINT, "User.Read.All"),
    Grant.NO_PROFILE_WRITES: _without(SHAREPOINT, "User.ReadWrite.All"),
    Grant.NO_FILE_READS: _without(SHAREPOINT, "Sites.Read.All"),
    Grant.NO_FILE_WRITES: _without(SHAREPOINT, "Sites.FullControl.All"),
    Grant.NO_PROFILES: _without(SHAREPOINT, "User.Read.All", "User.ReadWrite.All"),
    Grant.NO_FILES: _without(SHAREPOINT, "Sites.Read.All", "Sites.FullControl.All"),
    Grant.NO_SHAREPOINT: _without(SHAREPOINT, *WRITE[SHAREPOINT]),
}


def can_find(grant: Grant) -> bool:
    """Whether accounts are read."""
    return "User.Read.All" in ROLES[grant].get(GRAPH, ())


def can_read(grant: Grant) -> bool:
    """Whether accounts, photos, profiles and files are read; every account reader reads photos."""
    return can_find(grant) and can_read_profiles(grant) and can_read_files(grant)


def can_read_profiles(grant: Grant) -> bool:
    """Whether SharePoint's profiles are read."""
    held = ROLES[grant].get(SHAREPOINT, set())
    return bool(held & {"User.Read.All", "User.ReadWrite.All"})


def can_read_files(grant: Grant) -> bool:
    """Whether SharePoint's files are read."""
    held = ROLES[grant].get(SHAREPOINT, set())
    return bool(held & {"Sites.Read.All", "Sites.FullControl.All"})


def can_read_rules(grant: Grant) -> bool:
    """Whether photoUpdateSettings are read."""
    return "PeopleSettings.Read.All" in ROLES[grant].get(GRAPH, ())


def can_repair(grant: Grant) -> bool:
    """Whether SharePoint's files and properties are written."""
    held = ROLES[grant].get(SHAREPOINT, set())
    return can_read(grant) and held >= {"User.ReadWrite.All", "Sites.FullControl.All"}


def can_change_photo(grant: Grant) -> bool:
    """Whether Microsoft 365 photos are written."""
    return can_read(grant) and "ProfilePhoto.ReadWrite.All" in ROLES[grant].get(GRAPH, ())
