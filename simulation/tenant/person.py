"""Accounts of the directory."""

from dataclasses import dataclass
from enum import StrEnum


class Mailbox(StrEnum):
    """Where a person's mailbox is."""

    CLOUD = "cloud"
    ON_PREMISES = "on_premises"
    NONE = "none"


class MissingPhoto(StrEnum):
    """What Graph answers where there is no photo (docs/photo-sync.md, "No photo").

    AUTHENTICATION_ERROR was reported for people without a mailbox ("Error codes").
    """

    NOT_FOUND = "404"
    ONE_PIXEL = "1x1"
    AUTHENTICATION_ERROR = "400"


@dataclass(frozen=True)
class Person:
    """One account.

    `id` is the Entra object id, `geo` the geography of the profile, `directory_roles` are role
    template ids. `may_change_in_outlook` is the mailbox policy SetPhotoEnabled and `may_use_apps`
    the app permission policy of Teams, which no Graph property shows. A shared mailbox is in the
    cloud, without a licence, and may not sign in. An external member has `#EXT#` in `upn`, as
    guests have, and is a Member (docs/photo-sync.md, "Account facts").
    """

    id: str
    upn: str
    display_name: str
    given_name: str
    surname: str
    about: str
    job_title: str = "Consultant"
    user_type: str = "Member"
    account_enabled: bool = True
    mailbox: Mailbox = Mailbox.CLOUD
    on_premises_sync_enabled: bool | None = None
    geo: str = "NAM"
    missing_photo: MissingPhoto = MissingPhoto.NOT_FOUND
    guid_stem: bool = False
    directory_roles: tuple[str, ...] = ()
    licensed: bool = True
    may_change_in_outlook: bool = True
    may_use_apps: bool = True

    @property
    def has_teams(self) -> bool:
        """Whether a licence brings Teams."""
        return self.licensed and self.user_type == "Member"

    @property
    def claim(self) -> str:
        """The account name for SharePoint's membership provider."""
        return f"i:0#.f|membership|{self.upn.lower()}"

    @property
    def site_name(self) -> str:
        """The account name as SharePoint writes it in addresses and file names."""
        return self.upn.lower().replace("@", "_").replace(".", "_")
