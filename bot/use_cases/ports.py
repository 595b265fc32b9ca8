"""The ports of the use cases: Microsoft 365, SharePoint, capabilities and the audit."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from bot.photos.capabilities import Capability
from bot.photos.library import Thumbnails
from bot.photos.readings import (
    AccountReading,
    FileReading,
    PhotoReading,
    ProfileReading,
    Size,
    Tenant,
)


@dataclass(frozen=True)
class Person:
    """A person whose photo is checked or changed.

    Attributes:
        id: Entra object id; the user principal name where a command knows nothing else.
        upn: user principal name.
        guest: whether the account is a guest's, whose photo is another tenant's matter.
    """

    id: str
    upn: str
    guest: bool = False


@dataclass(frozen=True)
class CloudReading:
    """The Microsoft 365 photo and the account's facts, from one batched round trip."""

    account: AccountReading
    photo: PhotoReading


class Microsoft365(Protocol):
    """The Microsoft 365 photo and the account, over Microsoft Graph."""

    async def read(self, person: Person) -> CloudReading:
        """Read photo (about 240 pixels) and account facts in one batch; failures are readings."""

    async def tenant(self) -> Tenant:
        """Return the settings of the whole tenant, perhaps cached; failures are readings."""

    async def account(self, id_or_upn: str) -> AccountReading:
        """Find an account by object id or user principal name; failures are readings."""

    async def largest_photo(self, person: Person) -> PhotoReading:
        """Read the photo at its largest size; failures are readings."""

    async def write_photo(self, person: Person, jpeg: bytes) -> None:
        """Replace the photo, of at most 4 MB; raises ServiceFailure."""

    async def remove_photo(self, person: Person) -> None:
        """Remove the photo, or find that there is none; raises ServiceFailure."""


class SharePoint(Protocol):
    """The SharePoint profile and the thumbnails of the My Site host."""

    async def profile(self, upn: str) -> ProfileReading:
        """Read the picture properties, from the geo that holds them; failures are readings."""

    async def thumbnail(self, place: Thumbnails, size: Size) -> PhotoReading:
        """Read one stored file; failures are readings."""

    async def file(self, my_site: str, path: str) -> FileReading:
        """Read which version of a file there is, without its content; failures are readings.

        It is one of the root site of a My Site host.
        """

    async def library_folder(self, my_site: str) -> str:
        """Find the folder of `User Photos` that holds the pictures; raises ServiceFailure."""

    async def write_thumbnail(self, place: Thumbnails, size: Size, jpeg: bytes) -> None:
        """Store one file over whatever is there; raises ServiceFailure."""

    async def remove_thumbnail(
        self, place: Thumbnails, size: Size, etag: str | None = None
    ) -> None:
        """Delete one file, or find that there is none; raises ServiceFailure.

        With `etag` only this version of it: any other one is refused, and stays.
        """

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        """Set one profile property in the geo of this My Site host; raises ServiceFailure."""


class Capabilities(Protocol):
    """What the tenant grants, as far as it was found out."""

    async def granted(self) -> frozenset[Capability]:
        """Return the capabilities that the tokens' roles give, without those not known.

        Raises nothing.
        """


class Audit(Protocol):
    """The log of writes to people's data: a row before each write, and one after it."""

    async def begin(self, subject: str, action: str, target: str) -> UUID:
        """Note a write before it is made, such as "write" to "sharepoint:L".

        Returns the effect's id. Raises NotAuthorized where the actor may not do this for `subject`,
        an Entra object id, and LeaseLost where another act may change this photo by now.
        """

    async def finish(self, effect: UUID, outcome: str, detail: str | None = None) -> None:
        """Note how the write ended: "verified", "not_stored", "failed" or "unknown"."""
