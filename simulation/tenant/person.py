"""Accounts of the directory."""

from dataclasses import dataclass
from enum import StrEnum


class Mailbox(StrEnum):
    """Where a person's mailbox is."""

    CLOUD = "cloud"
    ON_PREMISES = "on_premises"
    NONE = "none"


class MissingPhoto(StrEnum):
    """The two answers with which Graph says "no photo" (docs/photo-sync.md, "No photo")."""

    NOT_FOUND = "404"
    ONE_PIXEL = "1x1"


@dataclass(frozen=True)
class Person:
    """One account.

    `id` is the Entra object id, `geo` the geography of the profile, `directory_roles` are role
    template ids. `may_change_in_outlook` is the mailbox policy SetPhotoEnabled, which no Graph
    property shows.
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

    @property
    def claim(self) -> str:
        """The account name for SharePoint's membership provider."""
        return f"i:0#.f|membership|{self.upn.lower()}"

    @property
    def site_name(self) -> str:
        """The account name as SharePoint writes it in addresses and file names."""
        return self.upn.lower().replace("@", "_").replace(".", "_")
