"""What an administrator has set for the whole tenant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Graph's photoUpdateSettings, and SharePoint's rules for the picture property.

    `source` is None (both), "cloud" or "onPremises"; `allowed_roles` are role template ids, none
    meaning everyone. While the service principal of Exchange Online is disabled, SharePoint pulls
    nothing. Four settings answer what nobody could confirm: whether an application may write
    profile properties on the root host too and not only on -admin, whether reading a profile that
    does not exist gives null and not an error, whether the roles bind applications too, and whether
    people may still upload a picture to SharePoint alone.
    """

    source: str | None = None
    allowed_roles: tuple[str, ...] = ()
    picture_editable_by_users: bool = True
    root_takes_property_writes: bool = False
    missing_profile_reads_null: bool = False
    roles_bind_applications: bool = False
    local_uploads: bool = True
    exchange_principal_enabled: bool = True
