"""What an administrator has set for the whole tenant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Graph's photoUpdateSettings, and SharePoint's rules for the picture property.

    `source` is None (both), "cloud" or "onPremises"; `allowed_roles` are role template ids, none
    meaning everyone. `root_takes_property_writes` answers what nobody could confirm: whether an
    application may write profile properties on the root host and not only on -admin.
    """

    source: str | None = None
    allowed_roles: tuple[str, ...] = ()
    picture_editable_by_users: bool = True
    root_takes_property_writes: bool = False
