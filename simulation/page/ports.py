"""What the page needs of the tenant."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from simulation.channel.ports import Person

Sample = Callable[[str, int], bytes]
"""(Entra object id, number) -> a JPEG that this person could choose; slow."""


class PagePerson(Person, Protocol):
    """A person with a line that says what is special about them."""

    @property
    def about(self) -> str:
        """One sentence."""

    @property
    def user_type(self) -> str:
        """`Member` or `Guest`."""


class Clock(Protocol):
    """The tenant's clock."""

    def now(self) -> datetime:
        """UTC."""

    def advance(self, by: timedelta) -> None:
        """Let time pass at once."""


class Tenant(Protocol):
    """The tenant, as its people see it."""

    @property
    def id(self) -> str:
        """Tenant id."""

    @property
    def people(self) -> Mapping[str, PagePerson]:
        """Everybody, by Entra object id."""

    @property
    def clock(self) -> Clock:
        """The tenant's clock."""

    def snapshot(self, person_id: str) -> dict[str, Any]:
        """What is stored of a person: `cloud`, `sharepoint` by size, `profile`, `last_pull`."""

    def may_change_photo(self, person_id: str) -> bool:
        """Whether the tenant lets this person change their own photo."""

    def change_photo(self, person_id: str, picture: bytes, /) -> object:
        """Replace the Microsoft 365 photo. Raises ValueError for what is no picture."""

    def remove_photo(self, person_id: str) -> None:
        """Remove the Microsoft 365 photo."""

    def open_sharepoint(self, person_id: str) -> object:
        """Look at one's own picture in SharePoint; what came of it, as text."""
