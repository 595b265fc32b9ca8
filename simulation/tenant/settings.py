"""What an administrator sets for the whole tenant, and answers to open questions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Graph's photoUpdateSettings, SharePoint's rules, and what differs or is not known.

    `source` is None (both), "cloud" or "onPremises". `allowed_roles` are role template ids; none
    means everybody. While the service principal of Exchange Online is disabled, SharePoint pulls
    nothing.

    Delta pages may repeat an object (`delta_repeats`), which clients are told to expect.

    Pictures in a $batch are base64 (`batch_encoding`), which occurs as "base64url" and in lines, as
    "wrapped", too (docs/photo-sync.md, "Error codes").

    Over the list view threshold folders and files are not listed, and, as was reported, none may be
    added either (`threshold_stops_adding`; docs/photo-sync.md, "Library").

    A missing profile is answered with an error or with a null (docs/photo-sync.md,
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
    delta_repeats: bool = False
    batch_encoding: str = "base64"
    threshold_stops_adding: bool = False


@dataclass(frozen=True)
class DeltaLinks:
    """Which delta links still work, and how Graph refuses those of an earlier generation."""

    generation: int = 0
    status: int = 410
    code: str = "syncStateNotFound"
