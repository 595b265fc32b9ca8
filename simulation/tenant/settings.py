"""What an administrator sets for the whole tenant, and answers to open questions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Graph's photoUpdateSettings, SharePoint's rules, and what differs or is not known.

    `source` is None (both), "cloud" or "onPremises". `allowed_roles` are role template ids; none
    means everybody. While the service principal of Exchange Online is disabled, SharePoint pulls
    nothing.

    A missing profile is answered with an error or with an empty success (docs/photo-sync.md,
    "Profile properties"). Open questions are whether people may still upload a picture to
    SharePoint alone, and, by their number in "Unverified" there, whether applications may write
    profile properties on the root host too (U8) and whether the roles bind applications (U12).
    """

    source: str | None = None
    allowed_roles: tuple[str, ...] = ()
    picture_editable_by_users: bool = True
    root_takes_property_writes: bool = False
    missing_profile_reads_null: bool = False
    roles_bind_applications: bool = False
    local_uploads: bool = True
    exchange_principal_enabled: bool = True
