"""What an administrator has set for the whole tenant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Graph's photoUpdateSettings, and SharePoint's rules for the picture property.

    `source` is None (both), "cloud" or "onPremises"; `allowed_roles` are role template ids, none
    meaning everyone. Two settings answer what nobody could confirm: whether an application may
    write profile properties on the root host too and not only on -admin, and whether reading a
    profile that does not exist gives null and not an error.
    """

    source: str | None = None
    allowed_roles: tuple[str, ...] = ()
    picture_editable_by_users: bool = True
    root_takes_property_writes: bool = False
    missing_profile_reads_null: bool = False
