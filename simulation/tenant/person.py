"""The accounts of the directory."""

from dataclasses import dataclass
from enum import StrEnum


class Mailbox(StrEnum):
    """Where a person's mailbox is."""

    CLOUD = "cloud"
    ON_PREMISES = "on_premises"
    NONE = "none"


class MissingPhoto(StrEnum):
    """The two ways in which Graph says that there is no photo."""

    NOT_FOUND = "404"
    ONE_PIXEL = "1x1"


@dataclass(frozen=True)
class Person:
    """One account. `id` is the Entra object id; `geo` names where the profile lives;
    `directory_roles` are role template ids. The mailbox policy says whether people may change
    their photo in Outlook on the web and Teams; no Graph property tells of it.
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
        """The name by which SharePoint's membership provider knows the account."""
        return f"i:0#.f|membership|{self.upn.lower()}"

    @property
    def site_name(self) -> str:
        """The account name as SharePoint writes it into addresses."""
        return self.upn.lower().replace("@", "_").replace(".", "_")
