"""What the channel needs of its tenant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

VerifyToken = Callable[[str, str], Mapping[str, Any]]
"""Takes (token, audience) and returns the claims. Raises InvalidToken."""

Now = Callable[[], datetime]
"""The time in the tenant, UTC."""


class User(Protocol):
    """A member or guest of the tenant; `id` is the Entra object id."""

    @property
    def id(self) -> str:
        """Entra object id."""

    @property
    def upn(self) -> str:
        """User principal name."""

    @property
    def display_name(self) -> str:
        """First and last name."""

    @property
    def given_name(self) -> str:
        """First name."""

    @property
    def surname(self) -> str:
        """Last name."""


class UploadedFile(Protocol):
    """A file in somebody's OneDrive."""

    @property
    def unique_id(self) -> str:
        """SharePoint's id of the file."""

    @property
    def name(self) -> str:
        """File name, with its extension."""

    @property
    def address(self) -> str:
        """The address for people."""

    @property
    def download_address(self) -> str:
        """The address that takes no token."""


class Directory(Protocol):
    """The tenant, as a chat service sees it."""

    @property
    def id(self) -> str:
        """Tenant id."""

    @property
    def people(self) -> Mapping[str, User]:
        """Everybody, by Entra object id."""

    @property
    def colleagues(self) -> tuple[str, ...]:
        """Ids of those who are in the group chat and the team."""

    def has_bot(self, person_id: str, /) -> bool:
        """Tell whether the bot is installed for a person."""

    def bot_added(self, person_id: str, /) -> None:
        """Record that somebody added the bot."""

    def bot_removed(self, person_id: str, /) -> None:
        """Record that somebody removed the bot."""

    def upload(self, person_id: str, name: str, content: bytes, /) -> UploadedFile:
        """Store a file in the person's OneDrive."""


@dataclass(frozen=True)
class NoToken:
    """Why there is no token, as `signin/failure` says it (docs/teams.md, "Single sign-on")."""

    code: str
    message: str


TokenFor = Callable[[str, str], str | NoToken]
"""Takes (object id of a person, URI of an API) and returns a token, or why there is none."""
