"""Permissions of Graph and SharePoint by their names in Entra ID, with the capabilities they give.

Source: docs/photo-sync.md, "Permissions".
"""

from collections.abc import Iterable, Mapping

from bot.photos.capabilities import Capability

# As failures name them to administrators. Both services have permissions of the same names, so
# those of SharePoint say so.
READ_PHOTOS = "ProfilePhoto.Read.All"
WRITE_PHOTOS = "ProfilePhoto.ReadWrite.All"
READ_USERS = "User.Read.All"
READ_GROUPS = "GroupMember.Read.All"
READ_SETTINGS = "PeopleSettings.Read.All"
INSTALL_SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All"
# For an app whose manifest asks for consents.
INSTALL_AND_CONSENT = "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"
READ_CATALOG = "AppCatalog.Read.All"
READ_SERVICE_PRINCIPALS = "Application.Read.All"
READ_PROFILES = "User.Read.All (SharePoint)"
WRITE_PROFILES = "User.ReadWrite.All (SharePoint)"
# UNVERIFIED which delegated scope it takes: docs/photo-sync.md, "Delegated access".
WRITE_OWN_PROFILE = "User.ReadWrite.All (SharePoint, delegated)"
READ_SITES = "Sites.Read.All (SharePoint)"
WRITE_SITES = "Sites.FullControl.All (SharePoint)"

_READ_PHOTO = frozenset({Capability.READ_MICROSOFT_365_PHOTO})
_WRITE_PHOTO = frozenset({Capability.WRITE_MICROSOFT_365_PHOTO})
_WRITE_OWN_PHOTO = frozenset({Capability.WRITE_OWN_MICROSOFT_365_PHOTO})
_READ_ACCOUNT = frozenset({Capability.READ_ACCOUNT})
_READ_SETTINGS = frozenset({Capability.READ_SETTINGS})
_READ_PRINCIPALS = frozenset({Capability.READ_SERVICE_PRINCIPALS})
_READ_GROUPS = frozenset({Capability.READ_GROUPS})
_INSTALL = frozenset({Capability.INSTALL_FOR_PERSON})
_READ_PROFILE = frozenset({Capability.READ_SHAREPOINT_PROFILE})
_WRITE_PROFILE = frozenset({Capability.WRITE_SHAREPOINT_PROFILE})
_READ_FILES = frozenset({Capability.READ_SHAREPOINT_FILES})
_WRITE_FILES = frozenset({Capability.WRITE_SHAREPOINT_FILES})
_WRITE_OWN_PICTURE = frozenset({Capability.WRITE_OWN_SHAREPOINT_PICTURE})
_READ = (
    _READ_PHOTO
    | _READ_ACCOUNT
    | _READ_SETTINGS
    | _READ_PRINCIPALS
    | _READ_GROUPS
    | _READ_PROFILE
    | _READ_FILES
)

GRAPH_ROLES: Mapping[str, frozenset[Capability]] = {
    "ProfilePhoto.Read.All": _READ_PHOTO,
    "ProfilePhoto.ReadWrite.All": _READ_PHOTO | _WRITE_PHOTO,
    "User.Read.All": _READ_PHOTO | _READ_ACCOUNT,
    "User.ReadWrite.All": _READ_PHOTO | _READ_ACCOUNT | _WRITE_PHOTO,
    "Directory.Read.All": _READ_ACCOUNT | _READ_PRINCIPALS | _READ_GROUPS,
    "Directory.ReadWrite.All": _READ_ACCOUNT | _READ_PRINCIPALS | _READ_GROUPS,
    "GroupMember.Read.All": _READ_GROUPS,
    "GroupMember.ReadWrite.All": _READ_GROUPS,
    "Group.Read.All": _READ_GROUPS,
    "Group.ReadWrite.All": _READ_GROUPS,
    "Application.Read.All": _READ_PRINCIPALS,
    "Application.ReadWrite.All": _READ_PRINCIPALS,
    "PeopleSettings.Read.All": _READ_SETTINGS,
    "PeopleSettings.ReadWrite.All": _READ_SETTINGS,
    "TeamsAppInstallation.ReadWriteSelfForUser.All": _INSTALL,
    "TeamsAppInstallation.ReadWriteForUser.All": _INSTALL,
    "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All": _INSTALL,
    "TeamsAppInstallation.ReadWriteAndConsentForUser.All": _INSTALL,
}

SHAREPOINT_ROLES: Mapping[str, frozenset[Capability]] = {
    "User.Read.All": _READ_PROFILE,
    "User.ReadWrite.All": _READ_PROFILE | _WRITE_PROFILE,
    "Sites.Read.All": _READ_FILES,
    # UNVERIFIED whether a smaller one writes to `User Photos`: docs/photo-sync.md, "Unverified".
    "Sites.ReadWrite.All": _READ_FILES,
    "Sites.Manage.All": _READ_FILES,
    "Sites.FullControl.All": _READ_FILES | _WRITE_FILES,
}

# Delegated scopes: one's own photo and account. Each is used where it was consented to, and
# nothing else depends on it.
GRAPH_SCOPES: Mapping[str, frozenset[Capability]] = {
    "User.Read": _READ_PHOTO | _READ_ACCOUNT,
    "User.ReadWrite": _READ_PHOTO | _READ_ACCOUNT | _WRITE_OWN_PHOTO,
    "User.Read.All": _READ_PHOTO | _READ_ACCOUNT,
    "User.ReadWrite.All": _READ_PHOTO | _READ_ACCOUNT | _WRITE_OWN_PHOTO,
    "ProfilePhoto.ReadWrite.All": _WRITE_OWN_PHOTO,
}

# UNVERIFIED that User.ReadWrite.All is what SetMyProfilePicture and one's own properties take, and
# that AllSites.Read is enough for the thumbnails of the My Site host: docs/photo-sync.md,
# "Delegated access" and "Permissions".
SHAREPOINT_SCOPES: Mapping[str, frozenset[Capability]] = {
    "User.Read.All": _READ_PROFILE,
    "User.ReadWrite.All": _READ_PROFILE | _WRITE_OWN_PICTURE,
    "AllSites.Read": _READ_FILES,
    "AllSites.Write": _READ_FILES,
    "AllSites.FullControl": _READ_FILES,
}

# The consent page asks for what people may consent to by themselves. Without the rest SharePoint's
# copies can't be written, and it takes an administrator, who consents for everybody at once.
REQUESTED_GRAPH_SCOPES = ("User.ReadWrite",)
REQUESTED_SHAREPOINT_SCOPES = ("AllSites.Read",)
ADMIN_SHAREPOINT_SCOPES = ("User.ReadWrite.All",)


def of_roles(
    roles: frozenset[str] | None, table: Mapping[str, frozenset[Capability]]
) -> frozenset[Capability]:
    """Return what application roles give.

    Roles that can't be read (None) may give anything that reads: a refusal there does no harm.
    """
    return _union(table, table) & _READ if roles is None else _union(roles, table)


def of_scopes(
    scopes: frozenset[str], table: Mapping[str, frozenset[Capability]]
) -> frozenset[Capability]:
    """Return what delegated scopes give, named bare or with their resource before them."""
    return _union({scope.rpartition("/")[2] for scope in scopes}, table)


def _union(
    names: Iterable[str], table: Mapping[str, frozenset[Capability]]
) -> frozenset[Capability]:
    return frozenset[Capability]().union(*(table.get(name, frozenset()) for name in names))
