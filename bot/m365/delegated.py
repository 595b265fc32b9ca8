"""The delegated scopes that a signed-in person's rights are used with, and what each gives.

Asked for on the consent page; an administrator may consent to any of them for everybody. Each one
is used where it was consented to, and missed nowhere else. Sources: photo-sync.md §2.4, §2.6, §3.4.
"""

from collections.abc import Mapping

from bot.photos.capabilities import Capability

_READ_OWN = frozenset({Capability.READ_MICROSOFT_365_PHOTO, Capability.READ_ACCOUNT})
_WRITE_OWN_PHOTO = frozenset({Capability.WRITE_OWN_MICROSOFT_365_PHOTO})
_READ_PROFILE = frozenset({Capability.READ_SHAREPOINT_PROFILE})
_READ_FILES = frozenset({Capability.READ_SHAREPOINT_FILES})
_WRITE_OWN_PICTURE = frozenset({Capability.WRITE_OWN_SHAREPOINT_PICTURE})

# One's own photo and account, and writing that photo (documented: "User.ReadWrite (self)").
GRAPH_SCOPES: Mapping[str, frozenset[Capability]] = {
    "User.Read": _READ_OWN,
    "User.ReadWrite": _READ_OWN | _WRITE_OWN_PHOTO,
    "User.Read.All": _READ_OWN,
    "User.ReadWrite.All": _READ_OWN | _WRITE_OWN_PHOTO,
    "ProfilePhoto.ReadWrite.All": _WRITE_OWN_PHOTO,
}

# UNVERIFIED: that User.ReadWrite.All is what SetMyProfilePicture and one's own properties take, and
# that AllSites.Read is enough for the thumbnails of the My Site host (photo-sync.md §8).
SHAREPOINT_SCOPES: Mapping[str, frozenset[Capability]] = {
    "User.Read.All": _READ_PROFILE,
    "User.ReadWrite.All": _READ_PROFILE | _WRITE_OWN_PICTURE,
    "AllSites.Read": _READ_FILES,
    "AllSites.Write": _READ_FILES,
    "AllSites.FullControl": _READ_FILES,
}

# What the consent page asks for: what people may consent to by themselves. The rest, without which
# SharePoint's copies can't be repaired, takes an administrator, for everybody at once.
GRAPH_ASKED = ("User.ReadWrite",)
SHAREPOINT_ASKED = ("AllSites.Read",)
SHAREPOINT_BY_ADMINISTRATORS = ("User.ReadWrite.All",)


def given(
    scopes: frozenset[str], table: Mapping[str, frozenset[Capability]]
) -> frozenset[Capability]:
    """What scopes give, by their bare names or with their resource before them."""
    names = {scope.rpartition("/")[2] for scope in scopes}
    return frozenset[Capability]().union(*(table.get(name, frozenset()) for name in names))
