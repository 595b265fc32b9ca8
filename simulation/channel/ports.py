"""What the channel needs of the tenant that it stands in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

VerifyToken = Callable[[str, str], Mapping[str, Any]]
"""(token, audience) -> its claims; raises InvalidToken."""

Now = Callable[[], datetime]
"""The time in the tenant, UTC."""


class Person(Protocol):
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


class Upload(Protocol):
    """A file in somebody's OneDrive."""

    @property
    def unique_id(self) -> str:
        """Its identity."""

    @property
    def name(self) -> str:
        """With its ending."""

    @property
    def address(self) -> str:
        """Where people find it."""

    @property
    def download_address(self) -> str:
        """Where anybody gets it who was told the address."""


class Directory(Protocol):
    """The tenant, as far as a chat service looks into it."""

    @property
    def id(self) -> str:
        """Tenant id."""

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody, by Entra object id."""

    def upload(self, person_id: str, name: str, content: bytes, /) -> Upload:
        """Put a file into the person's OneDrive."""


@dataclass(frozen=True)
class Refused:
    """Why there is no token, in the words of `signin/failure`."""

    code: str
    message: str


TokenFor = Callable[[str, str], str | Refused]
"""(person's object id, address of an API) -> a token of that person for it, or why not."""
