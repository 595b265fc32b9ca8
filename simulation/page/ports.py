"""What the page needs of the tenant."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from simulation.channel.ports import User

Sample = Callable[[str, int], bytes]
"""Takes (Entra object id, number) and returns a JPEG that this person could choose; slow."""


class PagePerson(User, Protocol):
    """A person, with a sentence about what is special."""

    @property
    def about(self) -> str:
        """One sentence."""

    @property
    def user_type(self) -> str:
        """`Member` or `Guest`."""


class PageClock(Protocol):
    """The tenant's clock."""

    def now(self) -> datetime:
        """Return the time in the tenant, in UTC."""

    def advance(self, by: timedelta) -> None:
        """Let time pass at once."""


class PageTenant(Protocol):
    """The tenant, as its people see it."""

    @property
    def id(self) -> str:
        """Tenant id."""

    @property
    def people(self) -> Mapping[str, PagePerson]:
        """Everybody, by Entra object id."""

    @property
    def colleagues(self) -> tuple[str, ...]:
        """Ids of those whom the page lists."""

    @property
    def clock(self) -> PageClock:
        """The tenant's clock."""

    def find(self, id_or_upn: str, /) -> PagePerson | None:
        """Return the person with this object id or user principal name, or None."""

    def snapshot(self, person_id: str) -> dict[str, Any]:
        """Return what is stored: `cloud`, `sharepoint` by size, `profile`, `last_pull`."""

    def may_change_photo(self, person_id: str) -> bool:
        """Tell whether this person may change their own photo."""

    def change_photo(self, person_id: str, picture: bytes, /) -> object:
        """Replace the Microsoft 365 photo. Raises ValueError if this is no picture."""

    def remove_photo(self, person_id: str) -> None:
        """Remove the Microsoft 365 photo."""

    def open_sharepoint(self, person_id: str) -> object:
        """Open SharePoint as the person, and return the outcome, which is text."""
